package dev.registrysync.volume;

import dev.registrysync.registry.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;

/**
 * Reads and writes files piece by piece: the platform takes each piece into memory of its
 * own, which would else be as large as the file.
 */
final class WholeFile {

	private static final int PIECE = 256 * 1024;

	private WholeFile() {
	}

	/**
	 * All bytes of a file. An interrupt does not end it.
	 */
	static byte[] read(Path path) throws IOException {
		try (InputStream file = RegularFile.open(path)) {
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
	 * Returns the digest of a file as {@link Sha256} writes it.
	 */
	static String digest(Path path) throws IOException {
		try (InputStream file = RegularFile.open(path)) {
			return Sha256.of(() -> new Pieces(file));
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

	/**
	 * Writes pieces one behind the other, many short ones at once.
	 */
	static void write(FileChannel file, Iterable<ByteBuffer> text) throws IOException {
		ByteBuffer some = ByteBuffer.allocate(PIECE);
		for (ByteBuffer piece : text) {
			while (piece.hasRemaining()) {
				int length = Math.min(some.remaining(), piece.remaining());
				some.put(piece.slice(piece.position(), length));
				piece.position(piece.position() + length);
				if (!some.hasRemaining()) {
					drain(some, file);
				}
			}
		}
		drain(some, file);
	}

	private static void drain(ByteBuffer some, FileChannel file) throws IOException {
		some.flip();
		while (some.hasRemaining()) {
			file.write(some);
		}
		some.clear();
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

	/**
	 * The pieces of a file, up to an empty one at its end.
	 */
	private static final class Pieces implements Iterator<byte[]> {

		private final InputStream file;

		private boolean more = true;

		private Pieces(InputStream file) {
			this.file = file;
		}

		@Override
		public boolean hasNext() {
			return this.more;
		}

		@Override
		public byte[] next() {
			try {
				byte[] piece = this.file.readNBytes(PIECE);
				this.more = piece.length == PIECE;
				return piece;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
