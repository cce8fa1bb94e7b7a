package dev.registrysync.keys;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.registrysync.keys.TestKeystore.agent;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class KeyLinesTest {

	/** Several parts. */
	private static final int MANY = 2_000;

	private static KeyLines lines(String file) {
		return new KeyLines(file.getBytes(UTF_8), () -> (sealed, bound) -> true);
	}

	@Test
	void eachLineIsReadWhereItStandsWhateverStandsBetweenThem(@TempDir Path temporary) {
		TestKeystore keystore = new TestKeystore(temporary);
		keystore.make(List.of(agent("a"), agent("b c"), agent("\u00e9")));
		List<String> some = new ArrayList<>(keystore.lines());
		String record = some.get(1);
		some.addAll(List.of("", record.substring(1), record.substring(0, 100), record + " ", record + record,
				"x".repeat(40_000)));
		Random random = new Random(1);
		List<String> all = random.ints(MANY, 0, some.size()).mapToObj(some::get).toList();
		String file = String.join("\n", all) + "\n";
		List<KeyLine> read = lines(file).read();
		assertThat(read.stream().map((line) -> file.substring(line.start(), line.end())).toList()).isEqualTo(all);
		assertThat(read).allSatisfy((line) -> assertThat(line.record())
			.isEqualTo(KeystoreRecord.find(file.substring(line.start(), line.end()).getBytes(UTF_8)).orElse(null)));
		assertThat(lines(file + record).read()).isEqualTo(read);
	}

	@Test
	void aFileOfNewlinesHasAnEmptyLineBeforeEach() {
		assertThat(lines("").read()).isEmpty();
		assertThat(lines("x").read()).isEmpty();
		assertThat(lines("\n".repeat(MANY * 50)).read()).hasSize(MANY * 50)
			.allSatisfy((line) -> assertThat(line.start()).isEqualTo(line.end()));
	}

	@Test
	void aLineOfAnyLengthIsOne() {
		String lines = List.of(16_383, 16_384, 16_385, 32_767, 32_768, 1, 0, 100_000)
			.stream()
			.map((length) -> "x".repeat(length) + "\n")
			.collect(Collectors.joining());
		assertThat(lines(lines).read()).extracting((line) -> line.end() - line.start())
			.containsExactly(16_383, 16_384, 16_385, 32_767, 32_768, 1, 0, 100_000);
	}

}
