package dev.registrysync.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;

import dev.registrysync.database.Database;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a crash leaves is made by hand: the files as they are between two steps.
 */
class KeystoreChangeTest {

	@TempDir
	private Path directory;

	private Path keystore;

	private Path passphrase;

	@BeforeEach
	void makeKeystore() throws IOException {
		this.keystore = this.directory.resolve("keystore");
		this.passphrase = Files.createFile(this.directory.resolve("passphrase"),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		Files.writeString(this.passphrase, "a passphrase");
		OfflineKeystore.open(database(), this.keystore, null, Secp256k1.bouncyCastle(), Instant.EPOCH).close();
	}

	private Database database() {
		return Database.open(new MockEnvironment(), this.directory.resolve("state"), this.keystore);
	}

	private boolean opens(Path passphraseFile) {
		try (OfflineKeystore opened = OfflineKeystore
			.find(database(), this.keystore, passphraseFile, Secp256k1.bouncyCastle())
			.orElseThrow()) {
			return opened.list().isEmpty();
		}
	}

	@Test
	void aCrashBeforeTheOldKeyIsGoneLeavesTheNewPassphraseInForce() throws IOException {
		byte[] wrappingKey = Files.readAllBytes(this.keystore.resolve("wrapping.key"));
		new Keystore(this.keystore, null).changeToPassphrase(this.passphrase);
		Files.write(this.keystore.resolve("wrapping.key"), wrappingKey);
		assertThat(opens(this.passphrase)).isTrue();
		new Keystore(this.keystore, this.passphrase).changeToPassphrase(this.passphrase);
		assertThat(this.keystore.resolve("wrapping.key")).doesNotExist();
	}

	@Test
	void aCrashBeforeTheHeaderIsThereLeavesTheOldPassphraseInForce() throws IOException {
		new Keystore(this.keystore, null).changeToPassphrase(this.passphrase);
		Files.write(this.keystore.resolve("wrapping.key"), new byte[32]);
		Files.write(this.keystore.resolve(".header.staged"), new byte[7]);
		assertThat(opens(this.passphrase)).isTrue();
		new Keystore(this.keystore, this.passphrase).changeToGeneratedKey();
		assertThat(opens(null)).isTrue();
	}

	@Test
	void aHeaderThatCannotBeWrittenLeavesTheOldOneInForce() throws IOException {
		Files.createDirectories(this.keystore.resolve(".header.staged/in-the-way"));
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> new Keystore(this.keystore, null).changeToPassphrase(this.passphrase))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.KEYSTORE_INACCESSIBLE));
		assertThat(opens(null)).isTrue();
	}

	@Test
	void needsAKeystore() {
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> new Keystore(this.directory.resolve("none"), null).changeToPassphrase(this.passphrase))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.KEYSTORE_MISSING));
		assertThat(this.directory.resolve("none")).doesNotExist();
	}

}
