package dev.registrysync.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.registrysync.database.Databases;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.PrivateKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.Signature;
import dev.registrysync.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.registrysync.keys.TestKeystore.agent;
import static dev.registrysync.keys.TestKeystore.agents;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class SecretsTest {

	private static final String PASSPHRASE = "a-passphrase-that-nobody-sees";

	@TempDir
	private Path temporary;

	@Test
	void noKeyAndNoPassphraseIsLoggedPrintedOrWrittenInTheClear() throws IOException {
		EavesdroppingCurve curve = new EavesdroppingCurve();
		Path passphrase = TestKeystore.passphrase(this.temporary.resolve("passphrase"), PASSPHRASE);
		Path data = this.temporary.resolve("data");
		Path directory = data.resolve("keystore");
		StringBuilder said = new StringBuilder();
		try (LogCapture log = new LogCapture();
				Databases databases = Databases.sqlite(data);
				KeyService keys = open(databases, directory, passphrase, curve)) {
			said.append(keys.ensure(agents("a", "b")))
				.append(keys)
				.append(keys.list())
				.append(keys.sign(agent("a"), List.of("text")))
				.append(new KeystoreHealthIndicator(keys).health())
				.append(List.copyOf(keys.allVersions()));
			TestKeystore.passphrase(passphrase, PASSPHRASE + "x");
			ProblemException wrong = catchThrowableOfType(ProblemException.class,
					() -> open(databases, directory, passphrase, curve));
			said.append(wrong).append(wrong.data()).append(log.everything());
		}
		try (Stream<Path> files = Files.walk(data)) {
			files.filter(Files::isRegularFile)
				.forEach((file) -> said.append(new String(TestKeystore.read(file), ISO_8859_1)));
		}
		assertThat(curve.secrets).hasSize(2);
		for (byte[] secret : curve.secrets) {
			assertThat(said.toString()).doesNotContainIgnoringCase(HexFormat.of().formatHex(secret))
				.doesNotContain(Base64.getEncoder().encodeToString(secret))
				.doesNotContain(new String(secret, ISO_8859_1));
		}
		assertThat(said.toString()).doesNotContain(PASSPHRASE);
	}

	private static KeyService open(Databases databases, Path directory, Path passphrase, Secp256k1 curve) {
		return new KeyService(databases.database(), directory, passphrase, curve, TestKeystore.CLOCK,
				IdentityAliases.NONE);
	}

	@Test
	void whatHoldsASecretPrintsThatItDoes() {
		Path file = TestKeystore.passphrase(this.temporary.resolve("passphrase"), PASSPHRASE);
		try (SecretFile passphrase = Keystore.passphrase(file); AesKey key = AesKey.random()) {
			assertThat(passphrase).hasToString("[redacted]");
			assertThat(key).hasToString("[redacted]");
			assertThat(key.seal(new byte[32], new byte[0])).hasToString("[sealed]");
			byte[] bytes = passphrase.bytes();
			passphrase.close();
			assertThat(bytes).containsOnly(0);
		}
	}

	@Test
	void whatIsSealedIsZeroed() {
		byte[] secret = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
				27, 28, 29, 30, 31, 32 };
		byte[] copy = secret.clone();
		try (AesKey key = AesKey.random(); AesKey other = AesKey.random()) {
			Sealed sealed = key.seal(secret, new byte[] { 1 });
			assertThat(secret).containsOnly(0);
			assertThat(key.open(sealed, new byte[] { 1 }))
				.hasValueSatisfying((opened) -> assertThat(opened).isEqualTo(copy));
			assertThat(key.open(sealed, new byte[] { 2 })).isEmpty();
			assertThat(other.open(sealed, new byte[] { 1 })).isEmpty();
		}
	}

	/** Writes down each key that it makes. */
	private static final class EavesdroppingCurve implements Secp256k1 {

		private final Secp256k1 curve = Secp256k1.bouncyCastle();

		private final List<byte[]> secrets = new ArrayList<>();

		@Override
		public PrivateKey generate() {
			PrivateKey key = this.curve.generate();
			this.secrets.add(key.toBytes());
			return key;
		}

		@Override
		public Address addressOf(PrivateKey key) {
			return this.curve.addressOf(key);
		}

		@Override
		public Signature sign(byte[] hash32, PrivateKey key) {
			return this.curve.sign(hash32, key);
		}

		@Override
		public Optional<Address> recover(byte[] hash32, Signature signature) {
			return this.curve.recover(hash32, signature);
		}

	}

}
