package dev.registrysync.volume;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Text;
import dev.registrysync.registry.TextStore;
import org.jspecify.annotations.Nullable;

/**
 * A temporary file of texts that need not stay in memory. The file has no name once it is
 * open, so that nothing is left of it when the process ends, and it is closed when
 * nothing refers to the spool or to a text in it. An interrupt does not close it. Safe
 * for use by several threads. Every failure is a {@link ProblemException}:
 * {@code DISK_FULL} or {@code REGISTRY_NOT_WRITABLE}.
 */
public final class Spool implements Text, TextStore, AutoCloseable {

	private static final int PIECE = 64 * 1024;

	private final Path directory;

	private @Nullable RandomAccessFile file;

	private long length;

	/**
	 * Makes a spool without a file, which is made for the first text.
	 * @param directory where to make it; if it is not there, where the system has
	 * temporary files
	 */
	public Spool(Path directory) {
		this.directory = directory;
	}

	@Override
	public synchronized long length() {
		return this.length;
	}

	@Override
	public synchronized Text keep(byte[] bytes) {
		long start = this.length;
		append(bytes, bytes.length);
		return part(start, this.length);
	}

	/**
	 * Appends all that a stream has.
	 * @throws IOException if the stream cannot be read
	 */
	void append(InputStream in) throws IOException {
		byte[] piece = new byte[PIECE];
		for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
			append(piece, read);
		}
	}

	/**
	 * Appends some bytes.
	 * @param count how many of them, from the first one on
	 */
	public synchronized void append(byte[] bytes, int count) {
		try {
			RandomAccessFile open = open();
			open.seek(this.length);
			open.write(bytes, 0, count);
			this.length += count;
		}
		catch (IOException ex) {
			throw failure("A temporary file cannot be written", ex);
		}
	}

	@Override
	public synchronized byte[] bytes(long start, int count) {
		byte[] bytes = new byte[count];
		if (count == 0) {
			return bytes;
		}
		try {
			if (start + count > this.length) {
				throw new EOFException("it ends at byte %d".formatted(this.length));
			}
			RandomAccessFile open = open();
			open.seek(start);
			open.readFully(bytes);
		}
		catch (IOException ex) {
			throw failure("A temporary file cannot be read", ex);
		}
		return bytes;
	}

	private RandomAccessFile open() throws IOException {
		@Nullable RandomAccessFile open = this.file;
		if (open == null) {
			Path path = Files.isDirectory(this.directory) ? Files.createTempFile(this.directory, ".spool-", "")
					: Files.createTempFile(".spool-", "");
			open = new RandomAccessFile(path.toFile(), "rw");
			this.file = open;
			Files.delete(path);
		}
		return open;
	}

	/**
	 * Gives the file up before the garbage collector does. Its texts cannot be read any
	 * more.
	 */
	@Override
	public synchronized void close() {
		try {
			if (this.file != null) {
				this.file.close();
			}
		}
		catch (IOException ex) {
			throw failure("A temporary file cannot be closed", ex);
		}
	}

	private ProblemException failure(String what, IOException cause) {
		return FileFailure.of(ProblemCode.REGISTRY_NOT_WRITABLE, what, this.directory, cause);
	}

}
