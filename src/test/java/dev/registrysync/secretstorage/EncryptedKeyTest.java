package dev.registrysync.secretstorage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;

import dev.registrysync.identity.PrivateKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonText;
import dev.registrysync.secretstorage.SecretStorageException.Defect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EncryptedKeyTest {

	private static final Secp256k1 SECP256K1 = Secp256k1.bouncyCastle();

	/** Of the Web3 Secret Storage definition. */
	private static final String DEFINED_KEY = "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d";

	private static final byte[] DEFINED_PASSPHRASE = bytes("testpassword");

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String resource(String name) throws IOException {
		try (InputStream in = EncryptedKeyTest.class.getResourceAsStream("/v3/" + name)) {
			return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static String decrypt(String text, byte[] passphrase) {
		try (PrivateKey key = EncryptedKey.parse(bytes(text)).decrypt(passphrase, SECP256K1)) {
			return HexFormat.of().formatHex(key.toBytes());
		}
	}

	private static void assertDefect(String text, byte[] passphrase, Defect defect) {
		assertThatExceptionOfType(SecretStorageException.class).isThrownBy(() -> decrypt(text, passphrase))
			.satisfies((ex) -> assertThat(ex.defect()).isEqualTo(defect));
	}

	@Test
	void opensThePbkdf2ExampleOfTheDefinition() throws IOException {
		assertThat(decrypt(resource("definition_pbkdf2.json"), DEFINED_PASSPHRASE)).isEqualTo(DEFINED_KEY);
	}

	@Test
	void opensTheScryptExampleOfTheDefinition() throws IOException {
		assertThat(decrypt(resource("definition_scrypt.json"), DEFINED_PASSPHRASE)).isEqualTo(DEFINED_KEY);
	}

	@Test
	void opensAFileThatEthersMade() throws IOException {
		JsonObject expected = (JsonObject) JsonReader.read(bytes(resource("made_by_ethers.expected.json")));
		EncryptedKey key = EncryptedKey.parse(bytes(resource("made_by_ethers.json")));
		assertThat(key.findAddress().orElseThrow()).hasToString(expected.findText("address").orElseThrow());
		assertThat(decrypt(resource("made_by_ethers.json"), bytes(expected.findText("passphrase").orElseThrow())))
			.isEqualTo(expected.findText("private_key").orElseThrow());
	}

	@Test
	void opensWhatItEncrypted() {
		try (PrivateKey key = SECP256K1.generate()) {
			EncryptedKey encrypted = EncryptedKey.encrypt(key, SECP256K1.addressOf(key), bytes("a passphrase"),
					ScryptCost.LIGHT);
			String text = JsonText.indented(encrypted.toJson(), 0);
			String secret = HexFormat.of().formatHex(key.toBytes());
			assertThat(text).doesNotContain(secret);
			assertThat(encrypted).hasToString("[encrypted]");
			assertThat(decrypt(text, bytes("a passphrase"))).isEqualTo(secret);
			assertDefect(text, bytes("another"), Defect.WRONG_MAC);
		}
	}

	@Test
	void refusesAChangedCiphertext() throws IOException {
		assertDefect(resource("definition_pbkdf2.json").replace("5318b4d5", "5318b4d6"), DEFINED_PASSPHRASE,
				Defect.WRONG_MAC);
	}

	@Test
	void refusesAnAddressThatContradictsTheKey() throws IOException {
		String file = resource("definition_pbkdf2.json");
		assertThat(decrypt(
				file.replace("\"version\"", "\"address\": \"008aeeda4d805471df9b2a5b0f38a0c3bcba786b\", \"version\""),
				DEFINED_PASSPHRASE))
			.isEqualTo(DEFINED_KEY);
		assertDefect(
				file.replace("\"version\"", "\"address\": \"f39fd6e51aad88f6f4ce6ab8827279cfffb92266\", \"version\""),
				DEFINED_PASSPHRASE, Defect.OTHER_ADDRESS);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "8388608 | 8 | 1", "262144 | 8 | 1000", "1048576 | 1 | 100000",
			"4503599627370496 | 8 | 1", "2 | 1099511627776 | 1" })
	void refusesExpensiveScryptParametersBeforeDeriving(String n, String r, String p) throws IOException {
		String file = resource("definition_scrypt.json").replace("262144", n)
			.replace("\"r\": 1", "\"r\": " + r)
			.replace("\"p\": 8", "\"p\": " + p);
		assertThatExceptionOfType(SecretStorageException.class).isThrownBy(() -> EncryptedKey.parse(bytes(file)))
			.satisfies((ex) -> assertThat(ex.defect()).isEqualTo(Defect.TOO_EXPENSIVE));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "262144 | 2000000000 | TOO_EXPENSIVE", "262144 | 0 | MALFORMED", "262144 | 1.5 | MALFORMED",
					"pbkdf2 | argon2 | UNSUPPORTED", "hmac-sha256 | hmac-sha1 | UNSUPPORTED",
					"aes-128-ctr | aes-128-cbc | UNSUPPORTED", "\"version\": 3 | \"version\": 1 | UNSUPPORTED",
					"\"dklen\": 32 | \"dklen\": 16 | UNSUPPORTED", "6087dab2 | 6087da | MALFORMED",
					"517ead92 | 517eadzz | MALFORMED", "\"crypto\" | \"krypto\" | MALFORMED" })
	void namesWhatIsWrongWithTheForm(String part, String replacement, Defect defect) throws IOException {
		String file = resource("definition_pbkdf2.json").replace(part, replacement);
		assertThatExceptionOfType(SecretStorageException.class).isThrownBy(() -> EncryptedKey.parse(bytes(file)))
			.satisfies((ex) -> assertThat(ex.defect()).isEqualTo(defect));
	}

	@Test
	void refusesScryptWhoseNIsNoPowerOfTwo() throws IOException {
		assertDefect(resource("definition_scrypt.json").replace("262144", "262143"), DEFINED_PASSPHRASE,
				Defect.MALFORMED);
	}

	@Test
	void doesNotQuoteABareKeyThatIsTakenForAFile() {
		assertThatExceptionOfType(SecretStorageException.class)
			.isThrownBy(() -> EncryptedKey.parse(bytes("a" + DEFINED_KEY)))
			.satisfies((ex) -> assertThat(ex.defect()).isEqualTo(Defect.NOT_JSON))
			.withMessageNotContaining("7a28")
			.withNoCause();
	}

}
