package dev.registrysync.registry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonToken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JsonReaderTest {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "`{\"a\": 1`|1|8", "`{\"a\": }`|1|7",
			"`{\"a\": 1} x`|1|10", "`{\"a\":\n  tru}`|2|4", "`{\"a\": 1, \"a\": 2}`|1|12" })
	void saysWhereATextStopsBeingJson(String text, int line, int column) {
		assertThatExceptionOfType(JsonSyntaxException.class)
			.isThrownBy(() -> JsonReader.read(text.getBytes(StandardCharsets.UTF_8)))
			.satisfies((ex) -> {
				assertThat(ex.position().line()).isEqualTo(line);
				assertThat(ex.position().column()).isBetween(column - 2, column + 1);
			});
	}

	@Test
	void readsNoOtherEncoding() {
		assertThatExceptionOfType(JsonSyntaxException.class)
			.isThrownBy(() -> JsonReader.read("{}".getBytes(StandardCharsets.UTF_16)));
		assertThatExceptionOfType(JsonSyntaxException.class)
			.isThrownBy(() -> JsonReader.read("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE)));
	}

	@Test
	void bracketsAloneDoNotFillTheMemory() {
		byte[] deep = "[".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);
		assertThatExceptionOfType(JsonSyntaxException.class).isThrownBy(() -> JsonReader.read(deep))
			.withMessageStartingWith("the text is nested deeper than 200000 levels");
	}

	@ParameterizedTest
	@ValueSource(strings = { "c0a2", "c1a1", "e080af", "eda080", "edb080", "f0808080", "f08080af", "f4908080",
			"f5808080", "80", "ff", "c3", "e282", "f09f98" })
	void namesTheByteAtWhichATextStopsBeingUtf8(String invalid) {
		byte[] text = HexFormat.of().parseHex("7b22c3a9223a0a205b22" + invalid + "225d7d");
		assertThatExceptionOfType(JsonSyntaxException.class).isThrownBy(() -> JsonReader.read(text))
			.withMessage("the text is not valid UTF-8 at line 2, column 4 (byte 10)");
	}

	@Test
	void refusesInvalidUtf8AndEmptyText() {
		assertThatExceptionOfType(JsonSyntaxException.class)
			.isThrownBy(() -> JsonReader.read(new byte[] { '[', '"', (byte) 0xc3, '(', '"', ']' }));
		assertThatExceptionOfType(JsonSyntaxException.class).isThrownBy(() -> JsonReader.read(new byte[0]));
	}

	@Test
	void refusesATextThatIsTooDeep() {
		byte[] deep = ("[".repeat(5000) + "]".repeat(5000)).getBytes(StandardCharsets.UTF_8);
		assertThatExceptionOfType(JsonSyntaxException.class).isThrownBy(() -> JsonReader.read(deep))
			.withMessageStartingWith("it is nested deeper than 500 levels");
	}

	@ParameterizedTest
	@ValueSource(strings = { "S\u001b[31m", "{\"\\u001b[31m\": 1, \"\\u001b[31m\": 2}", "\u0085\u009b31m" })
	void aReasonShowsNoControlCharactersOfTheText(String text) {
		assertThatExceptionOfType(JsonSyntaxException.class)
			.isThrownBy(() -> JsonReader.read(text.getBytes(StandardCharsets.UTF_8)))
			.satisfies((ex) -> assertThat(ex.reason()).doesNotContainPattern("\\p{IsControl}"));
	}

	@Test
	void readsALongTextInPiecesLikeAShortOne() {
		String[] values = { "\\ud800", "\\\\ud800", "\\ud83d\\ude00", "\u00e9\ud83d\ude00", "\\uffff", "x",
				"\\n\\udc00" };
		StringBuilder text = new StringBuilder("[");
		List<Json> expected = new ArrayList<>();
		for (int i = 0; text.length() < 5 * TextStream.PIECE; i++) {
			String string = "\"" + values[i % values.length].repeat(1 + i % 11) + "\"";
			String value = (i % 3 == 0) ? "{" + string + ": " + i + "}" : string;
			text.append((i == 0) ? "" : ",\n").append(value);
			expected.add(JsonReader.read(value.getBytes(StandardCharsets.UTF_8)));
		}
		byte[] bytes = text.append(']').toString().getBytes(StandardCharsets.UTF_8);
		assertThat(JsonReader.read(bytes)).isEqualTo(new JsonArray(expected));
		List<Span> elements = JsonReader.elements(Text.of(bytes), new Span(0, bytes.length, JsonToken.START_ARRAY));
		assertThat(elements).extracting((element) -> JsonReader.read(Text.of(bytes), element)).isEqualTo(expected);
		bytes[bytes.length - 2] = (byte) 0xff;
		assertThatExceptionOfType(JsonSyntaxException.class).isThrownBy(() -> JsonReader.read(bytes))
			.withMessage("the text is not valid UTF-8 at "
					+ JsonSyntaxException.Position.of(Text.of(bytes), bytes.length - 2));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "1", "-1.5e3", "true", "null", "NaN", "-Infinity", "\"a\\\"b\"", "\"\u00e9\"", "[1, 2]", "{}" })
	void findsWhereAValueEnds(String value) {
		for (String separator : List.of(",", " ,", "\n, ")) {
			byte[] bytes = ("[" + value + separator + value + "]").getBytes(StandardCharsets.UTF_8);
			assertThat(JsonReader.elements(Text.of(bytes), new Span(0, bytes.length, JsonToken.START_ARRAY)))
				.extracting(
						(span) -> new String(bytes, (int) span.start(), (int) span.length(), StandardCharsets.UTF_8))
				.containsExactly(value, value);
		}
	}

	@Test
	void aReasonIsShortHoweverLongTheNameThatItQuotes() {
		String member = "\"%s\": 1".formatted("n".repeat(10_000));
		assertThatExceptionOfType(JsonSyntaxException.class)
			.isThrownBy(() -> JsonReader.read("{%s, %s}".formatted(member, member).getBytes(StandardCharsets.UTF_8)))
			.satisfies((ex) -> assertThat(ex.reason()).hasSizeBetween(20, 301));
	}

}
