package dev.registrysync.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class WholeFileTest {

	@TempDir
	private Path root;

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 256 * 1024, 256 * 1024 + 1, 1_000_000 })
	void readsAllBytesHoweverManyThereAre(int length) throws IOException {
		byte[] bytes = new byte[length];
		new Random(7).nextBytes(bytes);
		assertThat(WholeFile.read(Files.write(this.root.resolve("file"), bytes))).isEqualTo(bytes);
	}

	@Test
	void readsAFileWhoseLengthNobodyKnows() throws IOException {
		Path unknown = Path.of("/proc/self/status");
		assumeTrue(Files.isReadable(unknown));
		assertThat(WholeFile.read(unknown)).startsWith('N', 'a', 'm', 'e');
	}

	@Test
	void anInterruptDoesNotEndIt() throws IOException {
		Path file = Files.write(this.root.resolve("file"), new byte[] { 1, 2 });
		Thread.currentThread().interrupt();
		try {
			assertThat(WholeFile.read(file)).containsExactly(1, 2);
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	@Test
	void aFileThatIsNotThereIsNamed() {
		assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> WholeFile.read(this.root.resolve("none")))
			.satisfies((ex) -> assertThat(ex.getFile()).endsWith("none"));
	}

}
