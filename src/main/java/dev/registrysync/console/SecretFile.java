package dev.registrysync.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;

/**
 * A passphrase or another secret from a file, as bytes; zeroed when closed.
 */
final class SecretFile implements AutoCloseable {

	private static final int MAX_LENGTH = 4096;

	private final byte[] bytes;

	private SecretFile(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * Reads the file's bytes, without one newline at the end.
	 * @throws RefusedException if the file is missing, empty, longer than 4 KiB or
	 * readable by its group or others
	 */
	static SecretFile read(Path file) {
		checkPermissions(file);
		byte[] content = InputFile.read(file);
		try {
			int length = lengthWithoutNewline(content);
			if (length == 0) {
				throw new RefusedException("%s is empty.".formatted(file), "Put the secret into it.");
			}
			if (length > MAX_LENGTH) {
				throw new RefusedException("%s has more than 4096 bytes.".formatted(file),
						"Check that it is the right file.");
			}
			return new SecretFile(Arrays.copyOf(content, length));
		}
		finally {
			Arrays.fill(content, (byte) 0);
		}
	}

	private static void checkPermissions(Path file) {
		if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
			return;
		}
		try {
			Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
			if (permissions.contains(PosixFilePermission.GROUP_READ)
					|| permissions.contains(PosixFilePermission.OTHERS_READ)) {
				throw new RefusedException("%s can be read by other users.".formatted(file),
						"Take that from them: chmod go= " + file);
			}
		}
		catch (IOException ex) {
			throw InputFile.unreadable(file, ex);
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
	 * Not a copy: it is zeroed with this.
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
