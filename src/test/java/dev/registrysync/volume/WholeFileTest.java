package dev.registrysync.volume;

import dev.registrysync.registry.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
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

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 256 * 1024, 256 * 1024 + 1, 1_000_000 })
	void hasItsBytesAndNoOthers(int length) throws IOException {
		byte[] bytes = new byte[length];
		new Random(7).nextBytes(bytes);
		Path file = Files.write(this.root.resolve("file"), bytes);
		assertThat(WholeFile.digest(file)).isEqualTo(Sha256.of(bytes));
		assertThat(WholeFile.digest(file)).isNotEqualTo(Sha256.of(Arrays.copyOf(bytes, length + 1)));
		for (int place : new int[] { 0, length / 2, length - 1 }) {
			byte[] other = bytes.clone();
			if (length > 0) {
				other[place] ^= 1;
				assertThat(WholeFile.digest(file)).isNotEqualTo(Sha256.of(other));
				assertThat(WholeFile.digest(file)).isNotEqualTo(Sha256.of(Arrays.copyOf(bytes, place)));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 256 * 1024, 256 * 1024 + 1, 1_000_000 })
	void writesAllPieces(int length) throws IOException {
		byte[] bytes = new byte[length];
		new Random(7).nextBytes(bytes);
		Path file = this.root.resolve("file");
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			WholeFile.write(channel, pieces(bytes));
		}
		assertThat(file).hasBinaryContent(bytes);
	}

	/** Some short ones, one after the other, and a long one. */
	private static List<ByteBuffer> pieces(byte[] bytes) {
		List<ByteBuffer> pieces = new ArrayList<>();
		int start = 0;
		for (int i = 1; start < bytes.length && i < 600; i++) {
			int length = Math.min(i, bytes.length - start);
			pieces.add(ByteBuffer.wrap(bytes, start, length));
			start += length;
		}
		pieces.add(ByteBuffer.wrap(bytes, start, bytes.length - start));
		return pieces;
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
			assertThat(WholeFile.digest(file)).isEqualTo(Sha256.of(new byte[] { 1, 2 }));
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	@Test
	void aDirectoryIsNoFile() {
		assertThatIOException().isThrownBy(() -> WholeFile.read(this.root));
		assertThatIOException().isThrownBy(() -> WholeFile.digest(this.root));
	}

	@Test
	void aFileThatIsNotThereIsNamed() {
		assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> WholeFile.read(this.root.resolve("none")))
			.satisfies((ex) -> assertThat(ex.getFile()).endsWith("none"));
	}

}
