package dev.registrysync.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An object with few members and one with many are kept in different ways and are the
 * same to everybody else.
 */
class JsonObjectTest {

	private static final JsonNumber CHANGED = new JsonNumber("-1");

	private static Map<String, Json> members(int count) {
		Map<String, Json> members = new LinkedHashMap<>();
		for (int i = 0; i < count; i++) {
			members.put("m" + (i * 7919 % 1000), new JsonNumber(Integer.toString(i)));
		}
		return members;
	}

	private static void assertSame(JsonObject object, Map<String, Json> expected) {
		assertThat(object.members()).isEqualTo(expected).hasSameHashCodeAs(expected);
		assertThat(expected).isEqualTo(object.members());
		assertThat(object.names()).containsExactlyElementsOf(expected.keySet());
		assertThat(object.members().values()).containsExactlyElementsOf(expected.values());
		List<String> visited = new ArrayList<>();
		object.members().forEach((name, value) -> visited.add(name + value));
		assertThat(visited).containsExactlyElementsOf(
				expected.entrySet().stream().map((one) -> one.getKey() + one.getValue()).toList());
		assertThat(JsonReader.read(object.toString().getBytes(US_ASCII))).isEqualTo(object).hasSameHashCodeAs(object);
		expected.forEach((name, value) -> assertThat(object.find(name)).contains(value));
		assertThat(object.has("another")).isFalse();
		assertThat(object.find("another")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 31, 32, 33, 34, 200 })
	void membersAreSetAndTakenOutInTheirOrder(int count) {
		Map<String, Json> expected = members(count);
		JsonObject object = JsonObject.copyOf(expected);
		assertSame(object, expected);
		List.copyOf(expected.keySet()).forEach((name) -> {
			Map<String, Json> changed = new LinkedHashMap<>(expected);
			changed.put(name, CHANGED);
			assertSame(object.with(name, CHANGED), changed);
			changed.remove(name);
			assertSame(object.without(name), changed);
		});
		assertSame(object, expected);
		assertSame(object.withoutAll((name) -> true), Map.of());
		assertThat(object.without("other")).isSameAs(object);
		expected.put("other", CHANGED);
		assertSame(object.with("other", CHANGED), expected);
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 40 })
	void theOrderOfMembersIsNoDifference(int count) {
		Map<String, Json> reversed = new LinkedHashMap<>();
		List<String> names = new ArrayList<>(members(count).keySet());
		for (int i = names.size() - 1; i >= 0; i--) {
			reversed.put(names.get(i), members(count).get(names.get(i)));
		}
		JsonObject object = JsonObject.copyOf(members(count));
		assertThat(JsonObject.copyOf(reversed)).isEqualTo(object).hasSameHashCodeAs(object);
		assertThat(object.with(names.get(1), CHANGED)).isNotEqualTo(object);
		assertThat(object.without(names.get(1)).with("other", CHANGED)).isNotEqualTo(object);
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 50 })
	void nobodyElseChangesTheMembers(int count) {
		Map<String, Json> given = members(count);
		JsonObject object = JsonObject.copyOf(given);
		given.clear();
		assertSame(object, members(count));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> object.members().put("m0", CHANGED));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> object.members().keySet().remove("m0"));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> object.members().entrySet().iterator().next().setValue(CHANGED));
		assertThatExceptionOfType(NoSuchElementException.class)
			.isThrownBy(() -> JsonObject.EMPTY.members().entrySet().iterator().next());
	}

}
