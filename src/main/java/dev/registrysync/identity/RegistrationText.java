package dev.registrysync.identity;

import java.util.Optional;

import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;

/**
 * The text of the old registration signature, which names the entry and, for a tool, its
 * version, and nothing else of the content.
 */
public final class RegistrationText {

	private static final String DEFAULT_VERSION = "1.0.0";

	private RegistrationText() {
	}

	/**
	 * {@code agent_registration:{id}} or {@code tool_registration:{id}:{version}}.
	 * @param members the entry's; a tool without a version counts as {@code 1.0.0}
	 */
	public static String of(EntryRef ref, JsonObject members) {
		String text = ref.kind().singular() + "_registration:" + ref.id();
		return (ref.kind() == Kind.TOOLS) ? text + ":" + version(members) : text;
	}

	private static String version(JsonObject members) {
		return members.find("version")
			.flatMap(RegistrationText::findText)
			.filter((version) -> !version.isEmpty())
			.orElse(DEFAULT_VERSION);
	}

	private static Optional<String> findText(Json version) {
		if (version instanceof JsonNumber number) {
			return Optional.of(number.text());
		}
		return (version instanceof JsonString string) ? Optional.of(string.value()) : Optional.empty();
	}

}
