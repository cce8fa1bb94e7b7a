package dev.registrysync.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/**
 * A file that is open on a {@link HaltingDisk}. If the process ends in a write, half of
 * it is in the file.
 */
final class HaltingChannel extends FileChannel {

	private final FileChannel file;

	private final Path path;

	private final HaltingDisk disk;

	HaltingChannel(FileChannel file, Path path, HaltingDisk disk) {
		this.file = file;
		this.path = path;
		this.disk = disk;
	}

	@Override
	public int write(ByteBuffer src) throws IOException {
		int half = src.remaining() / 2;
		int written = this.file.write(src.slice(src.position(), half));
		this.disk.change();
		src.position(src.position() + written);
		return written + this.file.write(src);
	}

	@Override
	public long write(ByteBuffer[] srcs, int offset, int length) {
		throw new UnsupportedOperationException();
	}

	@Override
	public int write(ByteBuffer src, long position) {
		throw new UnsupportedOperationException();
	}

	@Override
	public FileChannel truncate(long size) throws IOException {
		this.disk.change();
		this.file.truncate(size);
		return this;
	}

	@Override
	public void force(boolean metaData) throws IOException {
		this.disk.force(this.path);
		this.file.force(metaData);
	}

	@Override
	public int read(ByteBuffer dst) throws IOException {
		return this.file.read(dst);
	}

	@Override
	public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
		return this.file.read(dsts, offset, length);
	}

	@Override
	public int read(ByteBuffer dst, long position) throws IOException {
		return this.file.read(dst, position);
	}

	@Override
	public long position() throws IOException {
		return this.file.position();
	}

	@Override
	public FileChannel position(long newPosition) throws IOException {
		this.file.position(newPosition);
		return this;
	}

	@Override
	public long size() throws IOException {
		return this.file.size();
	}

	@Override
	public long transferTo(long position, long count, WritableByteChannel target) {
		throw new UnsupportedOperationException();
	}

	@Override
	public long transferFrom(ReadableByteChannel src, long position, long count) {
		throw new UnsupportedOperationException();
	}

	@Override
	public MappedByteBuffer map(MapMode mode, long position, long size) {
		throw new UnsupportedOperationException();
	}

	@Override
	public FileLock lock(long position, long size, boolean shared) throws IOException {
		return this.file.lock(position, size, shared);
	}

	@Override
	public FileLock tryLock(long position, long size, boolean shared) throws IOException {
		return this.file.tryLock(position, size, shared);
	}

	@Override
	protected void implCloseChannel() throws IOException {
		this.file.close();
	}

}
