package dev.registrysync.registry;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class JsonTextTest {

	private static Json read(String json) {
		return JsonReader.read(json.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void writesAsPythonDoes() {
		Json value = read(
				"""
						{"a":1,"empty":{},"none":[],"list":[1,2.0,"x"],"é":"\\u00e9😀\\u007f/\\"\\\\\\b\\f\\n\\r\\t\\u0001","t":true,"n":null}""");
		assertThat(JsonText.indented(value, 0)).isEqualTo("""
				{
				  "a": 1,
				  "empty": {},
				  "none": [],
				  "list": [
				    1,
				    2.0,
				    "x"
				  ],
				  "\\u00e9": "\\u00e9\\ud83d\\ude00\\u007f/\\"\\\\\\b\\f\\n\\r\\t\\u0001",
				  "t": true,
				  "n": null
				}""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-0", "2.0", "1.10", "1e5", "1E-07", "1234567890", "12345678901234567890",
			"1795375428.2913618", "NaN", "Infinity", "-Infinity", "0.1000" })
	void keepsTheTextOfNumbers(String number) {
		assertThat(JsonText.compact(read("[" + number + "]"))).isEqualTo("[" + number + "]");
	}

	@Test
	void keepsHalfOfASurrogatePair() {
		assertThat(JsonText.compact(read("[\"\\ud800x\"]"))).isEqualTo("[\"\\ud800x\"]");
	}

	@Test
	void theSameValuesAreEqualHoweverTheyAreWritten() {
		assertThat(read("{\"a\":1.0,\"b\":[1e1]}")).isEqualTo(read(" { \"b\" : [10], \"a\" : 1 } "))
			.hasSameHashCodeAs(read("{\"b\":[10],\"a\":1}"));
		assertThat(read("[-0]")).isEqualTo(read("[0]")).hasSameHashCodeAs(read("[0.0]"));
		assertThat(read("[1]")).isNotEqualTo(read("[2]")).isNotEqualTo(read("[\"1\"]")).isNotEqualTo(read("[true]"));
	}

}
