package dev.registrysync.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Changes what opens a keystore. Only the data key is wrapped anew; the keys stay as they
 * are. The new header replaces the old one by a rename, so that a crash at any moment
 * leaves one of the two, whole, together with what opens it.
 */
public final class Rewrapping {

	private final KeystoreFiles files;

	private final Keystore keystore;

	/**
	 * Names the keystore and what opens it now.
	 * @param passphraseFile the file with the present passphrase; null if a generated key
	 * opens it
	 */
	public Rewrapping(Path directory, @Nullable Path passphraseFile) {
		this.files = new KeystoreFiles(directory);
		this.keystore = new Keystore(this.files, passphraseFile);
	}

	/**
	 * From now on a passphrase opens the keystore; a generated key is removed.
	 * @throws dev.registrysync.problem.ProblemException if the keystore cannot be opened,
	 * the new passphrase cannot be read or the header cannot be written
	 */
	public void toPassphrase(Path newPassphraseFile) {
		KeystoreHeader header = header();
		Argon2id kdf = Argon2id.recommended();
		try (AesKey dataKey = this.keystore.unwrap(header);
				SecretFile passphrase = Keystore.newPassphrase(newPassphraseFile);
				AesKey wrappingKey = kdf.derive(passphrase)) {
			write(new KeystoreHeader(header.keystore(), kdf, wrappingKey.wrap(dataKey, header.bound()),
					header.createdAt()));
		}
		remove(this.files.wrappingKey());
	}

	/**
	 * From now on a new generated key opens the keystore, which lies beside the keys.
	 * @throws dev.registrysync.problem.ProblemException if the keystore cannot be opened
	 * or written, or a generated key opens it already
	 */
	public void toGeneratedKey() {
		KeystoreHeader header = header();
		if (header.mode() == WrappingMode.KEY_FILE) {
			throw KeystoreFailure.refused(this.files.header(), "a generated key opens this keystore already");
		}
		byte[] bytes = Secrets.random(32);
		try (AesKey dataKey = this.keystore.unwrap(header)) {
			this.files.replace(this.files.wrappingKey(), bytes);
			try (AesKey wrappingKey = AesKey.of(bytes)) {
				write(new KeystoreHeader(header.keystore(), null, wrappingKey.wrap(dataKey, header.bound()),
						header.createdAt()));
			}
		}
		finally {
			Arrays.fill(bytes, (byte) 0);
		}
	}

	private KeystoreHeader header() {
		if (Files.notExists(this.files.header())) {
			throw KeystoreFailure.missing(this.files.header(), "there is no keystore here");
		}
		return this.keystore.readHeader();
	}

	private void write(KeystoreHeader header) {
		this.files.replace(this.files.header(), header.toBytes());
	}

	private static void remove(Path file) {
		try {
			Files.deleteIfExists(file);
		}
		catch (IOException ex) {
			throw KeystoreFailure.inaccessible(file, "removed", ex);
		}
	}

}
