package dev.registrysync.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class DataDirectoryTest {

	@TempDir
	private Path directory;

	@Test
	void oneHolderAtATimeAndTheSecondIsToldWhoItIs() throws IOException {
		try (DataDirectory first = DataDirectory.open(this.directory.resolve("data"))) {
			assertThat(first.config()).endsWithRaw(Path.of("data/config"));
			assertThatExceptionOfType(ProblemException.class)
				.isThrownBy(() -> DataDirectory.open(this.directory.resolve("data")))
				.satisfies((ex) -> {
					assertThat(ex.code()).isEqualTo(ProblemCode.DATA_DIRECTORY_IN_USE);
					assertThat(ex.detail()).contains("process " + ProcessHandle.current().pid());
				});
		}
		DataDirectory.open(this.directory.resolve("data")).close();
	}

	@Test
	void aFileInItsPlaceIsRefused() throws IOException {
		Path file = Files.writeString(this.directory.resolve("file"), "x");
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> DataDirectory.open(file));
	}

	@Test
	void theLockFileIsNeverASymbolicLinkOrAPipe() throws IOException {
		Path data = Files.createDirectories(this.directory.resolve("data"));
		Path victim = Files.writeString(this.directory.resolve("victim"), "x");
		Path lock = data.resolve(".lock");
		Files.createSymbolicLink(lock, victim);
		assertRefused(data);
		assertThat(victim).hasContent("x");
		Files.delete(lock);
		assumeTrue(Command.succeeds("mkfifo", lock));
		assertRefused(data);
	}

	private static void assertRefused(Path data) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> DataDirectory.open(data))
			.satisfies((ex) -> assertThat(ex.detail()).contains(data.toString(), ".lock is not a regular file"));
	}

}
