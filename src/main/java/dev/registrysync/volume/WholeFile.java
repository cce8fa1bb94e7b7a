package dev.registrysync.volume;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads files piece by piece: the platform reads each piece into memory of its own first,
 * which would else be as large as the file.
 */
final class WholeFile {

	private static final int PIECE = 256 * 1024;

	private WholeFile() {
	}

	/**
	 * All bytes of a file. An interrupt does not end it.
	 */
	static byte[] read(Path path) throws IOException {
		try (InputStream file = Files.newInputStream(path)) {
			byte[] begin = file.readNBytes(PIECE);
			return (begin.length < PIECE) ? begin : read(begin, file);
		}
	}

	/**
	 * Only what has a first piece is asked for its length: a directory would claim one.
	 */
	private static byte[] read(byte[] begin, InputStream file) throws IOException {
		byte[] bytes = Arrays.copyOf(begin, Math.addExact(begin.length, file.available()));
		int length = fill(file, bytes, begin.length);
		byte[] added = file.readAllBytes();
		if (length == bytes.length && added.length == 0) {
			return bytes;
		}
		byte[] all = Arrays.copyOf(bytes, length + added.length);
		System.arraycopy(added, 0, all, length, added.length);
		return all;
	}

	/**
	 * Whether a file has these bytes and no more.
	 */
	static boolean has(Path path, byte[] bytes) throws IOException {
		try (InputStream file = Files.newInputStream(path)) {
			byte[] piece = new byte[Math.min(PIECE, bytes.length)];
			int length = 0;
			while (length < bytes.length) {
				int read = file.read(piece, 0, Math.min(piece.length, bytes.length - length));
				if (read < 0 || !Arrays.equals(piece, 0, read, bytes, length, length + read)) {
					return false;
				}
				length += read;
			}
			return file.read() < 0;
		}
	}

	/**
	 * How many bytes there were: less than expected if somebody cut the file meanwhile.
	 * @param start how many of them are there already
	 */
	private static int fill(InputStream file, byte[] bytes, int start) throws IOException {
		int length = start;
		int read = 0;
		while (length < bytes.length && read >= 0) {
			read = file.read(bytes, length, Math.min(PIECE, bytes.length - length));
			length += Math.max(0, read);
		}
		return length;
	}

}
