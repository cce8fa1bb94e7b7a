package dev.registrysync.registry;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class JsonNumberTest {

	@ParameterizedTest
	@CsvSource({ "2026-11-22T12:00:00Z, 1795348800.0", "2026-11-22T12:00:00.25Z, 1795348800.25",
			"2026-11-22T12:00:00.000001Z, 1795348800.000001", "2026-11-22T12:00:00.123456789Z, 1795348800.123456",
			"2026-11-22T12:00:00.100000Z, 1795348800.1" })
	void writesTimesAsPythonDoes(Instant time, String text) {
		assertThat(JsonNumber.epochSeconds(time).text()).isEqualTo(text);
	}

	@Test
	void aTimeIsReadAsItIsWritten() {
		Instant time = Instant.parse("2026-11-22T12:00:00.500Z");
		assertThat(JsonNumber.epochSeconds(time).findTime()).contains(time);
		assertThat(new JsonNumber("0").findTime()).contains(Instant.EPOCH);
		for (String none : List.of("-1", "1e12", "1e400", "NaN", "-Infinity")) {
			assertThat(new JsonNumber(none).findTime()).as(none).isEmpty();
		}
	}

}
