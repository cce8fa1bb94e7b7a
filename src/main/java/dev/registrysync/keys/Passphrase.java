package dev.registrysync.keys;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A passphrase, as bytes; zeroed when closed.
 */
final class Passphrase implements AutoCloseable {

	private static final int MAX_LENGTH = 4096;

	private final byte[] bytes;

	private Passphrase(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * Reads the file's bytes, without one newline at the end.
	 * @throws dev.registrysync.problem.ProblemException if the file is missing, empty,
	 * longer than 4 KiB or readable by its group or others
	 */
	static Passphrase read(Path file) {
		try {
			if (PrivateFiles.isReadableByOthers(file)) {
				throw KeystoreFailure.refused(file,
						"the passphrase file can be read by other users; take that from them with chmod go= and start again");
			}
			return of(file, bytes(file));
		}
		catch (NoSuchFileException ex) {
			throw KeystoreFailure.refused(file,
					"there is no passphrase file here; registry-sync.keystore.passphrase-file names it");
		}
		catch (IOException ex) {
			throw KeystoreFailure.inaccessible(file, "read", ex);
		}
	}

	private static byte[] bytes(Path file) throws IOException {
		try (InputStream in = Files.newInputStream(file)) {
			return in.readNBytes(MAX_LENGTH + 1);
		}
	}

	private static Passphrase of(Path file, byte[] content) {
		try {
			int length = lengthWithoutNewline(content);
			if (length == 0) {
				throw KeystoreFailure.refused(file, "the passphrase file is empty");
			}
			if (content.length > MAX_LENGTH) {
				throw KeystoreFailure.refused(file, "the passphrase file has more than 4096 bytes");
			}
			return new Passphrase(Arrays.copyOf(content, length));
		}
		finally {
			Arrays.fill(content, (byte) 0);
		}
	}

	private static int lengthWithoutNewline(byte[] content) {
		int length = content.length;
		if (length > 0 && content[length - 1] == '\n') {
			length--;
			if (length > 0 && content[length - 1] == '\r') {
				length--;
			}
		}
		return length;
	}

	/**
	 * Not a copy: it is zeroed with the passphrase.
	 */
	byte[] bytes() {
		return this.bytes;
	}

	@Override
	public void close() {
		Arrays.fill(this.bytes, (byte) 0);
	}

	@Override
	public String toString() {
		return "[redacted]";
	}

}
