package dev.registrysync.history;

import java.nio.charset.StandardCharsets;

import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RevisionDiffTest {

	private static JsonObject json(String text) {
		return (JsonObject) JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"a": 1}                | {"a": 1}                | ''
			{"a": 1}                | {"a": 2}                | '/a 1 2'
			{"a": 1}                | {"b": 1}                | '/a 1 -, /b - 1'
			{"a": {"b": 1, "c": 2}} | {"a": {"c": 3, "b": 1}} | '/a/c 2 3'
			{"a": {"b": 1}}         | {"a": [1]}              | '/a {"b":1} [1]'
			{"a": {}}               | {}                      | '/a {} -'
			{"a/b": null}           | {}                      | '/a~1b null -'
			""")
	void namesEachMemberThatDiffersWithBothValues(String before, String after, String expected) {
		assertThat(RevisionDiff.members(json(before), json(after))
			.stream()
			.map((diff) -> "%s %s %s".formatted(diff.member(), diff.before().map(Object::toString).orElse("-"),
					diff.after().map(Object::toString).orElse("-")))
			.toList()
			.toString()).isEqualTo("[" + expected + "]");
	}

}
