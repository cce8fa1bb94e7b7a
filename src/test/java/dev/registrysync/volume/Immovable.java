package dev.registrysync.volume;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A file that can be read, and that a rename does not replace, not even for the
 * superuser.
 */
public final class Immovable implements AutoCloseable {

	private final Runnable release;

	private Immovable(Runnable release) {
		this.release = release;
	}

	/**
	 * Mounts the file over itself; the test is skipped where this user may not mount.
	 */
	public static Immovable mounted(Path file) {
		assumeTrue(Command.succeeds("mount", "--bind", file, file), "this user may not mount " + file);
		return new Immovable(() -> assertThat(Command.succeeds("umount", file)).isTrue());
	}

	/**
	 * Sets an attribute of the file; the test is skipped where this user may not do that.
	 * @param name {@code i} for immutable or {@code a} for append-only
	 */
	public static Immovable attribute(String name, Path file) {
		assumeTrue(Command.succeeds("chattr", "+" + name, file), "this user may not set attributes of " + file);
		return new Immovable(() -> assertThat(Command.succeeds("chattr", "-" + name, file)).isTrue());
	}

	/**
	 * Makes it read-only; the test is skipped for a user who may write it all the same.
	 */
	public static Immovable readOnly(Path file) {
		assertThat(Command.succeeds("chmod", "a-w", file)).isTrue();
		Immovable readOnly = new Immovable(() -> assertThat(Command.succeeds("chmod", "u+w", file)).isTrue());
		if (Files.isWritable(file)) {
			readOnly.close();
			assumeTrue(false, "this user may write " + file);
		}
		return readOnly;
	}

	/**
	 * Lets each attempt to prepare the file's next text fail, for every user.
	 */
	public static Immovable unprepared(Path file) {
		return occupied(file.resolveSibling("." + file.getFileName() + ".staged"));
	}

	/**
	 * Lets each attempt to exchange the file for a prepared text fail, for every user.
	 */
	public static Immovable unexchanged(Path file) {
		return occupied(file.resolveSibling("." + file.getFileName() + ".replaced"));
	}

	/**
	 * Makes a directory that is not empty.
	 */
	private static Immovable occupied(Path name) {
		assertThat(Command.succeeds("mkdir", "-p", name.resolve("content"))).isTrue();
		return new Immovable(() -> assertThat(Command.succeeds("rm", "-r", name)).isTrue());
	}

	/**
	 * Gives a file and its directory to another user and makes the directory sticky: a
	 * process without {@code CAP_FOWNER} may write to the file and cannot replace it. The
	 * test is skipped for a user who is not the superuser.
	 */
	public static Immovable ofAnotherUserInAStickyDirectory(Path file) {
		Path directory = file.toAbsolutePath().getParent();
		assumeTrue(Command.succeeds("chown", "65534", file, directory), "this user may not change owners");
		assertThat(Command.succeeds("chmod", "1777", directory)).isTrue();
		assertThat(Command.succeeds("chmod", "0666", file)).isTrue();
		return new Immovable(() -> {
			assertThat(Command.succeeds("chown", "0", file, directory)).isTrue();
			assertThat(Command.succeeds("chmod", "0755", directory)).isTrue();
		});
	}

	@Override
	public void close() {
		this.release.run();
	}

}
