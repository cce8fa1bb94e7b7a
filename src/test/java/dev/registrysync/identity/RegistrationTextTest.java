package dev.registrysync.identity;

import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class RegistrationTextTest {

	@Test
	void anAgentsNamesOnlyTheId() {
		assertThat(RegistrationText.of(EntryRef.of(Kind.AGENTS, "a:b"), JsonObject.EMPTY.with("version", "2")))
			.isEqualTo("agent_registration:a:b");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', textBlock = """
			{},                   1.0.0
			{"version": "2.1"},   2.1
			{"version": 2},       2
			{"version": 2.50},    2.50
			{"version": ""},      1.0.0
			{"version": null},    1.0.0
			{"version": true},    1.0.0
			{"version": {}},      1.0.0
			""")
	void aToolsNamesTheVersionToo(String members, String version) {
		JsonObject tool = (JsonObject) JsonReader.read(members.getBytes(UTF_8));
		assertThat(RegistrationText.of(EntryRef.of(Kind.TOOLS, "t"), tool)).isEqualTo("tool_registration:t:" + version);
	}

}
