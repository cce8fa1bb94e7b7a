package dev.registrysync.keys;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.registrysync.registry.EntryRef;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.registrysync.keys.TestKeystore.agent;
import static org.assertj.core.api.Assertions.assertThat;

class PlainKeyLineTest {

	private static final EntryRef PLAIN = agent("../a b/#%2F;x=1&y+{}[],:'~");

	private static final EntryRef ESCAPED = agent("a\\b \"c\" é 😀");

	private String plain;

	private String escaped;

	private final List<String> bound = new ArrayList<>();

	@BeforeEach
	void makeTwoKeys(@TempDir Path temporary) {
		TestKeystore keystore = new TestKeystore(temporary);
		keystore.make(List.of(PLAIN, ESCAPED));
		this.plain = keystore.lines().get(1);
		this.escaped = keystore.lines().get(2);
	}

	private Optional<KeyRecord> find(String line, boolean authentic) {
		byte[] bytes = (">" + line + "<").getBytes(StandardCharsets.UTF_8);
		return new PlainKeyLine((sealed, text) -> {
			this.bound.add(new String(text, StandardCharsets.UTF_8));
			return authentic;
		}).find(bytes, 1, bytes.length - 1);
	}

	private static KeyRecord record(String line) {
		return KeyRecord.find(line.getBytes(StandardCharsets.UTF_8)).orElseThrow();
	}

	@Test
	void readsWhatTheJsonSaysAndAsksForWhatIsBoundToIt() {
		KeyRecord record = record(this.plain);
		assertThat(record.owner()).isEqualTo(PLAIN);
		assertThat(find(this.plain, true)).contains(record);
		assertThat(this.bound).containsExactly(new String(record.bound(), StandardCharsets.UTF_8));
		assertThat(find(this.plain, false)).isEmpty();
	}

	@Test
	void leavesWhatNeedsAnEscapeToTheJson() {
		assertThat(record(this.escaped).owner()).isEqualTo(ESCAPED);
		assertThat(find(this.escaped, true)).isEmpty();
		assertThat(this.bound).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"number\">{ \"number\"", "\"}>\"} ", "\"}>\"", "\"owner\":\">\"owner\":\"0",
			"\"nonce\":\">\"nonce\":\"g", "\"version\":1>\"version\":1,\"version\":1", "agents>robots",
			"\"version\":1>\"version\":0", "\"number\":1>\"number\":x", "T12:>T99:", "../a b>\\u002e./a b",
			"../a b>é" })
	void saysNothingOfALineThatIsSpelledOtherwise(String change) {
		String[] parts = change.split(">", 2);
		assertThat(this.plain).contains(parts[0]);
		assertThat(find(this.plain.replace(parts[0], parts[1]), true)).isEmpty();
	}

	@Test
	void saysNothingOfALineThatIsCutOff() {
		for (int length = 0; length < this.plain.length(); length++) {
			assertThat(find(this.plain.substring(0, length), true)).isEmpty();
		}
		assertThat(this.bound).isEmpty();
	}

}
