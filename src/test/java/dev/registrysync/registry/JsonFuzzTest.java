package dev.registrysync.registry;

import java.nio.charset.StandardCharsets;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is read of any bytes, written and read again is the same.
 */
class JsonFuzzTest {

	@FuzzTest(maxDuration = "75s")
	void aTextIsRefusedOrWrittenWithoutLoss(byte[] bytes) {
		Json json;
		try {
			json = JsonReader.read(bytes);
		}
		catch (JsonSyntaxException ex) {
			assertThat(ex.position().offset()).isBetween(0L, (long) bytes.length);
			assertThat(ex.reason()).hasSizeLessThan(400).doesNotContainPattern("\\p{IsControl}");
			return;
		}
		String compact = JsonText.compact(json);
		assertThat(compact).matches("\\p{ASCII}*");
		Json again = JsonReader.read(JsonText.compactBytes(json));
		assertThat(again).isEqualTo(json).hasSameHashCodeAs(json);
		assertThat(JsonText.compact(again)).isEqualTo(compact);
		assertThat(JsonReader.read(JsonText.indented(json, 3).getBytes(StandardCharsets.US_ASCII))).isEqualTo(json);
	}

	@FuzzTest(maxDuration = "75s")
	void aPointerIsRefusedOrWrittenAsItWasRead(byte[] bytes) {
		String text = new String(bytes, StandardCharsets.UTF_8);
		JsonPointer.find(text).ifPresent((pointer) -> {
			assertThat(pointer).hasToString(text);
			JsonObject members = pointer.put(JsonObject.EMPTY, JsonLiteral.TRUE);
			assertThat(pointer.find(members)).contains(JsonLiteral.TRUE);
			assertThat(pointer.child(text).parent()).contains(pointer);
		});
	}

	/**
	 * Two objects in a list: before and after.
	 */
	@FuzzTest(maxDuration = "75s")
	void aMergePatchMakesOneObjectOfAnother(byte[] bytes) {
		List<JsonObject> objects = objects(bytes);
		if (objects.size() < 2) {
			return;
		}
		JsonObject before = MergePatch.sayable(objects.get(0));
		JsonObject after = MergePatch.sayable(objects.get(1));
		JsonObject patch = MergePatch.between(before, after);
		JsonObject patched = MergePatch.apply(before, patch);
		assertThat(patched).isEqualTo(after);
		assertThat(MergePatch.apply(patched, patch)).isEqualTo(after);
		assertThat(MergePatch.between(after, after)).isEqualTo(JsonObject.EMPTY);
	}

	private static List<JsonObject> objects(byte[] bytes) {
		try {
			return (JsonReader.read(bytes) instanceof JsonArray array)
					? array.values().stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast).toList()
					: List.of();
		}
		catch (JsonSyntaxException ex) {
			return List.of();
		}
	}

}
