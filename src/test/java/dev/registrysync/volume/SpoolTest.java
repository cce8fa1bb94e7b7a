package dev.registrysync.volume;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.registrysync.registry.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SpoolTest {

	@TempDir
	private Path directory;

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "missing" })
	void keepsTextsInAFileWithoutAName(String name) throws IOException {
		Spool spool = new Spool(this.directory.resolve(name));
		assertThat(this.directory).isEmptyDirectory();
		Text first = spool.keep(bytes("first"));
		spool.append(new ByteArrayInputStream(bytes(" and ")));
		Text second = spool.keep(bytes("second"));
		assertThat(first.bytes()).isEqualTo(bytes("first"));
		assertThat(second.part(1, 4).bytes()).isEqualTo(bytes("eco"));
		assertThat(spool.bytes()).isEqualTo(bytes("first and second"));
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void servesSeveralThreadsAndSurvivesAnInterrupt() {
		Spool spool = new Spool(this.directory);
		Thread.currentThread().interrupt();
		List<Text> texts = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			texts.add(spool.keep(bytes("text " + i)));
		}
		assertThat(Thread.interrupted()).isTrue();
		assertThat(IntStream.range(0, 1000)
			.parallel()
			.mapToObj((i) -> new String(texts.get(i).bytes(), StandardCharsets.UTF_8))
			.toList()).isEqualTo(IntStream.range(0, 1000).mapToObj((i) -> "text " + i).toList());
	}

}
