package dev.registrysync.packaged;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import dev.registrysync.volume.Command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A small file system of its own that can be filled up.
 */
final class SmallDisk implements AutoCloseable {

	private static final int PAGE = 4096;

	private final Path mountPoint;

	private final Path ballast;

	private SmallDisk(Path mountPoint) {
		this.mountPoint = mountPoint;
		this.ballast = mountPoint.resolve("ballast");
	}

	/**
	 * Mounts one; the test is skipped where that is not allowed.
	 */
	static SmallDisk mount(Path directory, int mebibytes) throws IOException {
		Path mountPoint = Files.createDirectory(directory.resolve("disk"));
		assumeTrue(Command.succeeds("mount", "-t", "tmpfs", "-o", "size=%dm".formatted(mebibytes), "tmpfs", mountPoint),
				"this user may not mount a file system");
		return new SmallDisk(mountPoint);
	}

	Path data() {
		return this.mountPoint.resolve("data");
	}

	long available() throws IOException {
		return Files.getFileStore(this.mountPoint).getUsableSpace();
	}

	/**
	 * Fills it until it has room for so many more bytes, or none at all.
	 */
	void fill(long left) throws IOException {
		try (OutputStream out = Files.newOutputStream(this.ballast, StandardOpenOption.CREATE,
				StandardOpenOption.APPEND)) {
			for (long bytes = available() - left; bytes > 0; bytes = available() - left) {
				out.write(new byte[(int) Math.min(Math.max(bytes, PAGE), 1 << 20)]);
			}
		}
		catch (IOException ex) {
			assertThat(ex).hasMessageContaining("No space left");
		}
	}

	void free() throws IOException {
		Files.deleteIfExists(this.ballast);
	}

	/**
	 * Whatever still has a file open there: the mount goes away with it.
	 */
	@Override
	public void close() {
		assertThat(Command.succeeds("umount", "--lazy", this.mountPoint)).as("unmounted " + this.mountPoint).isTrue();
	}

}
