package dev.registrysync.volume;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A file or directory that nobody may change, not even the superuser where the file
 * system can do that.
 */
public final class Frozen implements AutoCloseable {

	private final Path path;

	private Frozen(Path path) {
		this.path = path;
	}

	/**
	 * Freezes it; the test is skipped where this user may write all the same.
	 */
	public static Frozen freeze(Path path) {
		Frozen frozen = new Frozen(path);
		if (!Command.succeeds("chattr", "+i", path)) {
			assertThat(path.toFile().setReadOnly()).isTrue();
		}
		boolean effective = !Files.isWritable(path);
		if (!effective) {
			frozen.close();
		}
		assumeTrue(effective, "this user may write to " + path);
		return frozen;
	}

	@Override
	public void close() {
		if (!Command.succeeds("chattr", "-i", this.path)) {
			assertThat(this.path.toFile().setWritable(true)).isTrue();
		}
	}

}
