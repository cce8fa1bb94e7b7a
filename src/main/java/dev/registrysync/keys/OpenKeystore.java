package dev.registrysync.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.identity.PrivateKey;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Sha256;

/**
 * An opened keystore: seals and opens with its data key, and notices when others remove,
 * replace or change its files. Safe for use by several threads.
 */
final class OpenKeystore implements AutoCloseable {

	private final KeystoreFiles files;

	private final WrappingMode mode;

	private final AesKey dataKey;

	private final Map<Path, String> seen = new LinkedHashMap<>();

	/**
	 * Takes the data key, and remembers the files as they are.
	 * @throws ProblemException {@code KEYSTORE_MISSING} if one is not there
	 */
	OpenKeystore(KeystoreFiles files, WrappingMode mode, AesKey dataKey) {
		this.files = files;
		this.mode = mode;
		this.dataKey = dataKey;
		remember(files.header());
		if (mode == WrappingMode.KEY_FILE) {
			remember(files.wrappingKey());
		}
		if (Files.exists(files.database())) {
			remember(files.database());
		}
	}

	private void remember(Path file) {
		this.seen.put(file, fingerprint(file));
	}

	KeystoreFiles files() {
		return this.files;
	}

	WrappingMode mode() {
		return this.mode;
	}

	/**
	 * Makes sure that nobody else changed the keystore's files since they were opened, so
	 * that no key is added to a database that is gone, or that a lost header cannot open.
	 * @throws ProblemException {@code KEYSTORE_MISSING} or {@code KEYSTORE_CHANGED}
	 */
	void requireUnchanged() {
		this.seen.forEach((file, before) -> {
			if (!fingerprint(file).equals(before)) {
				throw KeystoreFailure.changed(file);
			}
		});
	}

	/**
	 * Returns the digest of a file, but the identity of the database: it is never read
	 * here, as closing a file drops the locks that its engine holds.
	 */
	private String fingerprint(Path file) {
		Optional<String> found = file.equals(this.files.database()) ? identity(file)
				: this.files.read(file).map(OpenKeystore::digest);
		return found.orElseThrow(() -> KeystoreFailure.missing(file, "the file was there at the start and is gone"));
	}

	private static String digest(byte[] content) {
		try {
			return Sha256.of(content);
		}
		finally {
			Arrays.fill(content, (byte) 0);
		}
	}

	private static Optional<String> identity(Path file) {
		try {
			return Optional.of(String.valueOf(Files.readAttributes(file, BasicFileAttributes.class).fileKey()));
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
		catch (IOException ex) {
			throw KeystoreFailure.inaccessible(file, "read", ex);
		}
	}

	/**
	 * Encrypts a key together with what is bound to it.
	 */
	Sealed seal(PrivateKey key, byte[] bound) {
		return this.dataKey.seal(key.toBytes(), bound);
	}

	/**
	 * Seals nothing but 32 zeros, to which something is bound: only the data key makes
	 * that.
	 */
	Sealed seal(byte[] bound) {
		return this.dataKey.seal(new byte[32], bound);
	}

	/**
	 * Returns whether the data key sealed this together with what is bound to it.
	 */
	boolean isAuthentic(Sealed sealed, byte[] bound) {
		Optional<byte[]> secret = this.dataKey.open(sealed, bound);
		secret.ifPresent((bytes) -> Arrays.fill(bytes, (byte) 0));
		return secret.isPresent();
	}

	/**
	 * Decrypts a key; the caller closes it. Empty if it, or what is bound to it, is not
	 * what was sealed.
	 */
	Optional<PrivateKey> open(Sealed sealed, byte[] bound) {
		return this.dataKey.open(sealed, bound).map((secret) -> {
			try {
				return PrivateKey.copyOf(secret);
			}
			finally {
				Arrays.fill(secret, (byte) 0);
			}
		});
	}

	@Override
	public void close() {
		this.dataKey.close();
	}

}
