package dev.registrysync.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.registrysync.database.TestEngine;
import dev.registrysync.identity.Address;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;

import static dev.registrysync.keys.TestKeystore.agents;
import static org.assertj.core.api.Assertions.assertThat;

class KeystoreTest extends KeystoreFixture {

	KeystoreTest() {
		super(TestEngine.SQLITE);
	}

	private Path passphrase;

	@BeforeEach
	void nameTheFiles() {
		this.passphrase = TestKeystore.passphrase(this.temporary.resolve("passphrase"), "correct horse\n");
	}

	/**
	 * Nothing is derived from the passphrase after the start, as it is not there any
	 * more.
	 */
	@Test
	void thePassphraseIsAskedForOnceAStart() throws IOException {
		TestKeystore.passphrase(this.passphrase, "correct horse");
		try (KeyService keys = this.keystore.open(this.passphrase)) {
			Files.delete(this.passphrase);
			assertThat(keys.ensure(agents("later", "last")).created()).hasSize(2);
			assertThat(keys.sign(TestKeystore.agent("later"), List.of("one", "two"))).hasSize(2);
		}
	}

	@Test
	void thePassphraseOpensIt() {
		Map<EntryRef, Address> made = makeWithPassphrase();
		assertThat(this.keystore.wrappingKey()).doesNotExist();
		TestKeystore.passphrase(this.passphrase, "correct horse");
		try (KeyService keys = this.keystore.open(this.passphrase)) {
			assertThat(TestKeystore.addresses(keys.ensure(agents("a")))).isEqualTo(made);
			assertThat(keys.mode()).isEqualTo(WrappingMode.PASSPHRASE);
		}
		TestKeystore.passphrase(this.passphrase, "correct horse\r\n");
		try (KeyService keys = this.keystore.open(this.passphrase)) {
			assertThat(keys.list()).hasSize(1);
		}
	}

	@Test
	void onlyOneNewlineIsNotPartOfThePassphrase() {
		makeWithPassphrase();
		TestKeystore.passphrase(this.passphrase, "correct horse\n\n");
		fails(this.passphrase, ProblemCode.KEYSTORE_WRONG_PASSPHRASE, "does not open");
	}

	@Test
	void theHeaderSaysHowThePassphraseIsUsed() throws IOException {
		makeWithPassphrase();
		assertThat(Files.readString(this.keystore.header())).contains("\"argon2id\"", "\"memory_kib\": 65536",
				"\"iterations\": 3", "\"parallelism\": 1", "\"salt\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "wrong", "correct horse ", "Correct horse", "\u0000" })
	void aWrongPassphraseIsItsOwnFailure(String wrong) {
		makeWithPassphrase();
		List<Map<String, Object>> keys = this.keystore.rows();
		TestKeystore.passphrase(this.passphrase, wrong);
		fails(this.passphrase, ProblemCode.KEYSTORE_WRONG_PASSPHRASE, "does not open this keystore");
		assertThat(this.keystore.rows()).isEqualTo(keys);
	}

	@Test
	void aPassphraseThatIsNoLongerConfiguredHasItsOwnSentence() {
		makeWithPassphrase();
		fails(null, ProblemCode.KEYSTORE_WRONG_PASSPHRASE, "made with a passphrase, and none is configured");
	}

	@Test
	void aPassphraseForAKeystoreWithoutOneHasItsOwnSentence() {
		this.keystore.make(agents("a"));
		fails(this.passphrase, ProblemCode.KEYSTORE_WRONG_PASSPHRASE, "made without a passphrase");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", "\r\n" })
	void anEmptyPassphraseIsRefused(String empty) {
		TestKeystore.passphrase(this.passphrase, empty);
		fails(this.passphrase, ProblemCode.KEYSTORE_PASSPHRASE_FILE, "empty");
		assertThat(this.keystore.header()).doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(strings = { "elf letters", "elf letters\n", "éééééééééé1" })
	void aShortPassphraseOpensNoNewKeystore(String tooShort) {
		TestKeystore.passphrase(this.passphrase, tooShort);
		fails(this.passphrase, ProblemCode.KEYSTORE_PASSPHRASE_FILE, "has 11 characters; a new one needs at least 12");
		assertThat(this.keystore.header()).doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(strings = { "rw-r--r--", "rw-r-----", "rw----r--", "r--r--r--" })
	void aPassphraseThatOthersCanReadIsRefused(String mode) {
		TestKeystore.mode(this.passphrase, mode);
		fails(this.passphrase, ProblemCode.KEYSTORE_PASSPHRASE_FILE, "can be read by other users");
	}

	@Test
	void aPassphraseFileMustBeThereAndNotHuge() {
		fails(this.temporary.resolve("nowhere"), ProblemCode.KEYSTORE_PASSPHRASE_FILE, "no passphrase file");
		TestKeystore.passphrase(this.passphrase, "x".repeat(5000));
		fails(this.passphrase, ProblemCode.KEYSTORE_PASSPHRASE_FILE, "4096");
	}

	@Test
	void aDamagedHeaderIsNoWrongPassphrase() {
		makeWithPassphrase();
		byte[] header = TestKeystore.read(this.keystore.header());
		for (int i = 0; i < header.length - 1; i++) {
			byte[] damaged = header.clone();
			damaged[i] ^= 1;
			if (!isWhiteSpace(header[i])) {
				TestKeystore.write(this.keystore.header(), damaged);
				fails(this.passphrase, ProblemCode.KEYSTORE_DAMAGED, "header");
			}
		}
		for (int length = 0; length < header.length - 1; length += 13) {
			TestKeystore.write(this.keystore.header(), Arrays.copyOf(header, length));
			fails(this.passphrase, ProblemCode.KEYSTORE_DAMAGED, "header");
		}
	}

	@Test
	void aDamagedWrappingKeyIsDamage() {
		this.keystore.make(agents("a"));
		byte[] key = TestKeystore.read(this.keystore.wrappingKey());
		key[7] ^= 1;
		TestKeystore.write(this.keystore.wrappingKey(), key);
		fails(null, ProblemCode.KEYSTORE_DAMAGED, "does not open the keystore");
		TestKeystore.write(this.keystore.wrappingKey(), Arrays.copyOf(key, 31));
		fails(null, ProblemCode.KEYSTORE_DAMAGED, "31 bytes");
	}

	@Test
	void aMissingFileIsNoNewKeystore() {
		this.keystore.make(agents("a"));
		for (Path file : new Path[] { this.keystore.header(), this.keystore.wrappingKey() }) {
			byte[] bytes = TestKeystore.read(file);
			TestKeystore.delete(file);
			fails(null, ProblemCode.KEYSTORE_MISSING, "gone");
			assertThat(file).doesNotExist();
			TestKeystore.write(file, bytes);
		}
		try (KeyService keys = this.keystore.open()) {
			assertThat(keys.list()).hasSize(1);
		}
	}

	@Test
	void aHeaderWithoutTheDatabaseIsNoNewKeystore() {
		this.keystore.make(agents("a"));
		this.keystore.change("delete from keystore.service");
		fails(null, ProblemCode.KEYSTORE_MISSING, "the database with the keys is gone");
		fails(null, ProblemCode.KEYSTORE_MISSING, "the database with the keys is gone");
	}

	@Test
	void theKeysOfAnotherKeystoreAreDamage() {
		this.keystore.make(agents("a"));
		this.keystore.change("update keystore.service set keystore = '%s'".formatted(UUID.randomUUID()));
		fails(null, ProblemCode.KEYSTORE_DAMAGED, "another keystore");
	}

	@Test
	void aMakingThatACrashCutShortIsFinished() throws IOException {
		this.keystore.make(agents());
		byte[] wrappingKey = TestKeystore.read(this.keystore.wrappingKey());
		TestKeystore.delete(this.keystore.header());
		Files.writeString(this.keystore.directory().resolve(".header.staged"), "{\"form");
		try (KeyService keys = this.keystore.open()) {
			assertThat(keys.ensure(agents("a")).created()).hasSize(1);
		}
		assertThat(TestKeystore.read(this.keystore.wrappingKey())).isEqualTo(wrappingKey);
		TestKeystore.write(this.keystore.header(), TestKeystore.read(this.keystore.header()));
		try (KeyService keys = this.keystore.open()) {
			assertThat(keys.list()).hasSize(1);
		}
	}

	@Test
	void whatCannotBeReadIsNeitherMissingNorDamaged() throws IOException {
		this.keystore.make(agents("a"));
		TestKeystore.delete(this.keystore.header());
		Files.createDirectory(this.keystore.header());
		TestKeystore.mode(this.keystore.header(), "rwx------");
		fails(null, ProblemCode.KEYSTORE_INACCESSIBLE, "cannot be read");
	}

	@Test
	void aFileInThePlaceOfTheDirectoryIsAnInputOutputError() throws IOException {
		FileSystemUtils.deleteRecursively(this.keystore.directory());
		Files.writeString(this.keystore.directory(), "a file");
		fails(null, ProblemCode.KEYSTORE_INACCESSIBLE, "cannot be made a directory");
	}

	private Map<EntryRef, Address> makeWithPassphrase() {
		try (KeyService keys = this.keystore.open(this.passphrase)) {
			return TestKeystore.addresses(keys.ensure(agents("a")));
		}
	}

	private void fails(@Nullable Path passphraseFile, ProblemCode code, String sentence) {
		ProblemException problem = fails(code, () -> this.keystore.open(passphraseFile));
		assertThat(problem.detail()).contains(sentence).doesNotContain("correct horse");
		assertThat(problem.data()).containsKey("file");
	}

	private static boolean isWhiteSpace(byte b) {
		return b == ' ' || b == '\n';
	}

}
