package dev.registrysync.volume;

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
	 * Puts a directory in the place where the file's next text is prepared. Works for
	 * every user.
	 */
	public static Immovable occupied(Path file) {
		Path content = file.resolveSibling("." + file.getFileName() + ".staged").resolve("content");
		assertThat(Command.succeeds("mkdir", "-p", content)).isTrue();
		return new Immovable(() -> assertThat(Command.succeeds("rm", "-r", content.getParent())).isTrue());
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
