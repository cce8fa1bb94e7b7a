package dev.registrysync.identity;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonArray;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.JsonText;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CanonicalJsonTest {

	@Test
	void writesTheExampleOfTheRfc() {
		assertThat(canonical("""
				{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
				 "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
				 "literals": [null, true, false]}""")).isEqualTo(
				"{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
	}

	@Test
	void sortsByUtf16UnitsAsTheRfcDoes() {
		assertThat(canonical("""
				{"\\u20ac": 1, "\\r": 2, "\\ufb33": 3, "1": 4, "\\ud83d\\ude00": 5, "\\u0080": 6, "\\u00f6": 7}"""))
			.isEqualTo("{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}");
	}

	@Test
	void writesEmptyValues() {
		assertThat(canonical("{\"o\": { }, \"a\": [ ], \"s\": \"\"}")).isEqualTo("{\"a\":[],\"o\":{},\"s\":\"\"}");
	}

	@Test
	void writesTextsOfAnyLength() {
		String text = "\u0001é€😀x".repeat(10_000);
		assertThat(new String(CanonicalJson.bytes(new JsonString(text)), UTF_8))
			.isEqualTo("\"" + text.replace("\u0001", "\\u0001") + "\"");
	}

	@Test
	void agreesWithAnotherImplementationOnRandomValues() throws IOException {
		Random random = new Random(8785);
		for (int i = 0; i < 10_000; i++) {
			JsonObject value = object(random, 3);
			String text = JsonText.compact(value);
			assertThat(new String(CanonicalJson.bytes(value), UTF_8)).as(text)
				.isEqualTo(new JsonCanonicalizer(text).getEncodedString());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "1e400", "-1e400", "NaN", "Infinity", "-Infinity" })
	void saysWhereANumberIsNotFinite(String number) {
		refuses("{\"a\": {\"b/c~d\": [1, " + number + "]}}", "/a/b~1c~0d/1");
	}

	@ParameterizedTest
	@CsvSource({ "'{\"a\": [\"ok\", \"\\ud83d\"]}', /a/1", "'{\"a\": \"\\ude00\\ud83d\"}', /a",
			"'{\"a\": \"\\ud83dx\"}', /a" })
	void saysWhereATextHoldsHalfOfASurrogatePair(String json, String pointer) {
		refuses(json, pointer);
	}

	@Test
	void saysInWhichObjectANameHoldsHalfOfASurrogatePair() {
		JsonObject value = JsonObject.of("a", JsonObject.EMPTY.with("\ude00", "text"));
		assertThatExceptionOfType(UnsignableContentException.class).isThrownBy(() -> CanonicalJson.bytes(value))
			.satisfies((ex) -> assertThat(ex.pointer()).isEqualTo("/a"));
	}

	@Test
	void theMessageHoldsNoControlCharacters() {
		assertThatExceptionOfType(UnsignableContentException.class)
			.isThrownBy(() -> canonical("{\"a\\nb\": [\"\\ud83d\"]}"))
			.withMessage("a text holds half of a surrogate pair at \"/a\\nb/0\"");
	}

	private static void refuses(String json, String pointer) {
		assertThatExceptionOfType(UnsignableContentException.class).isThrownBy(() -> canonical(json))
			.satisfies((ex) -> assertThat(ex.pointer()).isEqualTo(pointer));
	}

	private static String canonical(String json) {
		return new String(CanonicalJson.bytes(JsonReader.read(json.getBytes(UTF_8))), UTF_8);
	}

	private static Json value(Random random, int depth) {
		return switch (random.nextInt((depth > 0) ? 6 : 4)) {
			case 0 -> new JsonNumber(Long.toString(random.nextLong() >> random.nextInt(64)));
			case 1 -> new JsonNumber(Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30)));
			case 2 -> text(random);
			case 3 -> JsonLiteral.values()[random.nextInt(3)];
			case 4 -> new JsonArray(List.of(value(random, depth - 1), value(random, depth - 1)));
			default -> object(random, depth - 1);
		};
	}

	private static JsonObject object(Random random, int depth) {
		Map<String, Json> members = new LinkedHashMap<>();
		for (int i = random.nextInt(5); i >= 0; i--) {
			members.put(text(random).value(), value(random, depth));
		}
		return JsonObject.copyOf(members);
	}

	private static JsonString text(Random random) {
		StringBuilder text = new StringBuilder();
		for (int i = random.nextInt(8); i > 0; i--) {
			int bits = 1 + random.nextInt(20);
			int c = random.nextInt(1 << bits);
			text.appendCodePoint((c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? '?' : c);
		}
		return new JsonString(text.toString());
	}

}
