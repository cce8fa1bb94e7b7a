package dev.registrysync.registry;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
	void refusesInvalidUtf8AndEmptyText() {
		assertThatExceptionOfType(JsonSyntaxException.class)
			.isThrownBy(() -> JsonReader.read(new byte[] { '[', '"', (byte) 0xc3, '(', '"', ']' }));
		assertThatExceptionOfType(JsonSyntaxException.class).isThrownBy(() -> JsonReader.read(new byte[0]));
	}

	@Test
	void refusesATextThatIsTooDeep() {
		byte[] deep = "[".repeat(5000).getBytes(StandardCharsets.UTF_8);
		assertThatExceptionOfType(JsonSyntaxException.class).isThrownBy(() -> JsonReader.read(deep))
			.withMessageStartingWith("too deep");
	}

	@ParameterizedTest
	@ValueSource(strings = { "S\u001b[31m", "{\"\\u001b[31m\": 1, \"\\u001b[31m\": 2}", "\u0085\u009b31m" })
	void aReasonShowsNoControlCharactersOfTheText(String text) {
		assertThatExceptionOfType(JsonSyntaxException.class)
			.isThrownBy(() -> JsonReader.read(text.getBytes(StandardCharsets.UTF_8)))
			.satisfies((ex) -> assertThat(ex.reason()).doesNotContainPattern("\\p{IsControl}"));
	}

	@Test
	void aReasonIsShortHoweverLongTheNameThatItQuotes() {
		String member = "\"%s\": 1".formatted("n".repeat(10_000));
		assertThatExceptionOfType(JsonSyntaxException.class)
			.isThrownBy(() -> JsonReader.read("{%s, %s}".formatted(member, member).getBytes(StandardCharsets.UTF_8)))
			.satisfies((ex) -> assertThat(ex.reason()).hasSizeBetween(20, 301));
	}

}
