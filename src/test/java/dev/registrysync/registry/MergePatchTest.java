package dev.registrysync.registry;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class MergePatchTest {

	private static final long SEED = 7396;

	private static JsonObject json(String text) {
		return (JsonObject) JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * RFC 7396 appendix A, as far as both are objects.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{'a':'b'}|{'a':'c'}|{'a':'c'}", "{'a':'b'}|{'b':'c'}|{'a':'b','b':'c'}",
					"{'a':'b'}|{'a':null}|{}", "{'a':'b','b':'c'}|{'a':null}|{'b':'c'}",
					"{'a':['b']}|{'a':'c'}|{'a':'c'}", "{'a':'c'}|{'a':['b']}|{'a':['b']}",
					"{'a':{'b':'c'}}|{'a':{'b':'d','c':null}}|{'a':{'b':'d'}}", "{'a':[{'b':'c'}]}|{'a':[1]}|{'a':[1]}",
					"{'e':null}|{'a':1}|{'e':null,'a':1}", "{}|{'a':{'bb':{'ccc':null}}}|{'a':{'bb':{}}}" })
	void appliesAsTheRfcSays(String target, String patch, String result) {
		assertThat(MergePatch.apply(json(target.replace('\'', '"')), json(patch.replace('\'', '"'))))
			.hasToString(result.replace('\'', '"'));
	}

	@Test
	void keepsTheOrderAndTheTextOfWhatDoesNotChange() {
		JsonObject target = json("{\"z\": 2.0, \"a\": {\"y\": 1e3, \"b\": 1}, \"m\": true}");
		assertThat(MergePatch.apply(target, json("{\"a\": {\"b\": 2.50, \"y\": 1000}, \"z\": 2, \"new\": 1.0}")))
			.hasToString("{\"z\":2.0,\"a\":{\"y\":1e3,\"b\":2.50},\"m\":true,\"new\":1.0}");
	}

	@Test
	void aPatchBetweenTwoObjectsNamesOnlyWhatDiffers() {
		JsonObject before = json("{\"a\": {\"x\": 1, \"y\": 2}, \"b\": [1], \"c\": 1, \"same\": {\"k\": 1}}");
		JsonObject after = json("{\"a\": {\"x\": 1, \"z\": 3}, \"b\": [1, 2], \"same\": {\"k\": 1.0}, \"d\": {}}");
		assertThat(MergePatch.between(before, after))
			.hasToString("{\"a\":{\"z\":3,\"y\":null},\"b\":[1,2],\"d\":{},\"c\":null}");
	}

	@Test
	void aPatchMakesAnyObjectOfAnyOther() {
		Random random = new Random(SEED);
		for (int i = 0; i < 2000; i++) {
			JsonObject before = MergePatch.sayable(object(random, 3));
			JsonObject after = MergePatch.sayable(object(random, 3));
			assertThat(MergePatch.apply(before, MergePatch.between(before, after))).isEqualTo(after);
			assertThat(MergePatch.between(after, after)).isEqualTo(JsonObject.EMPTY);
		}
	}

	private static JsonObject object(Random random, int depth) {
		Map<String, Json> members = new LinkedHashMap<>();
		for (int i = random.nextInt(4); i > 0; i--) {
			members.put("m" + random.nextInt(4), value(random, depth));
		}
		return JsonObject.copyOf(members);
	}

	private static Json value(Random random, int depth) {
		return switch (random.nextInt((depth > 0) ? 6 : 4)) {
			case 0 -> JsonLiteral.NULL;
			case 1 -> JsonLiteral.of(random.nextBoolean());
			case 2 -> new JsonNumber(Integer.toString(random.nextInt(3)));
			case 3 -> new JsonArray(List.of(JsonLiteral.NULL, JsonObject.EMPTY));
			default -> object(random, depth - 1);
		};
	}

}
