package dev.registrysync.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;

import dev.registrysync.volume.RegularFile;

/**
 * A passphrase or another secret from a file, as bytes; zeroed when closed.
 */
public final class SecretFile implements AutoCloseable {

	private static final int MAX_LENGTH = 4096;

	private final byte[] bytes;

	private SecretFile(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * Reads the file's bytes, without one newline at the end.
	 * @throws UnfitSecretFileException if the file is empty, longer than 4 KiB or
	 * readable by others. Its group may read it only if it is root's and we cannot write
	 * it: so Kubernetes hands out secrets
	 * @throws IOException if it is not there or cannot be read
	 */
	public static SecretFile read(Path file) throws IOException {
		SecretFile secret = readPossiblyEmpty(file);
		if (secret.bytes.length == 0) {
			throw new UnfitSecretFileException("is empty");
		}
		return secret;
	}

	/**
	 * Reads a secret that others chose, which may be the empty one.
	 * @throws UnfitSecretFileException as {@link #read}, but for an empty file
	 * @throws IOException if it is not there or cannot be read
	 */
	public static SecretFile readPossiblyEmpty(Path file) throws IOException {
		RegularFile.requireNamed(file);
		if (isReadableByOthers(file)) {
			throw new UnfitSecretFileException("can be read by other users; take that from them with chmod go=");
		}
		ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_LENGTH + 1);
		try (ReadableByteChannel channel = Files.newByteChannel(file)) {
			while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
				continue;
			}
			return of(buffer.flip());
		}
		finally {
			buffer.clear().put(new byte[buffer.capacity()]);
		}
	}

	private static boolean isReadableByOthers(Path file) throws IOException {
		if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
			return false;
		}
		Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
		return permissions.contains(PosixFilePermission.OTHERS_READ)
				|| (permissions.contains(PosixFilePermission.GROUP_READ) && !isHandedOutByRoot(file));
	}

	private static boolean isHandedOutByRoot(Path file) throws IOException {
		return file.getFileSystem().supportedFileAttributeViews().contains("unix")
				&& Files.getAttribute(file, "unix:uid").equals(0) && !Files.isWritable(file);
	}

	private static SecretFile of(ByteBuffer read) {
		byte[] content = new byte[read.remaining()];
		read.get(content);
		try {
			int length = lengthWithoutNewline(content);
			if (content.length > MAX_LENGTH) {
				throw new UnfitSecretFileException("has more than %d bytes".formatted(MAX_LENGTH));
			}
			return new SecretFile(Arrays.copyOf(content, length));
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
	 * Counts the characters, if the secret is text in UTF-8.
	 */
	public int characters() {
		int characters = 0;
		for (byte one : this.bytes) {
			characters += ((one & 0xC0) != 0x80) ? 1 : 0;
		}
		return characters;
	}

	/**
	 * Not a copy: it is zeroed with this.
	 */
	public byte[] bytes() {
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
