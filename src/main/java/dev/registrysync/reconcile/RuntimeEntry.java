package dev.registrysync.reconcile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.Kind;

/**
 * Puts a runtime entry into the persistent registry's words.
 */
final class RuntimeEntry {

	/** The coordinator's name for {@code type}. */
	private static final String AGENT_TYPE = "agent_type";

	private static final String TYPE = "type";

	/** The id once more; the registry has it as the entry's name. */
	private static final Set<String> AGENT_ID = Set.of("agent_id", "id");

	private RuntimeEntry() {
	}

	static JsonObject translate(Kind kind, JsonObject members) {
		return switch (kind) {
			case AGENTS -> agent(members);
			case TOOLS -> members;
		};
	}

	/**
	 * How the source calls a member of the registry.
	 * @param shown the entry as it shows it
	 */
	static JsonPointer nameAtSource(Kind kind, JsonObject shown, JsonPointer member) {
		boolean renamed = switch (kind) {
			case AGENTS -> member.first().equals(TYPE) && shown.has(AGENT_TYPE) && !shown.has(TYPE);
			case TOOLS -> false;
		};
		if (!renamed) {
			return member;
		}
		JsonPointer name = JsonPointer.of(AGENT_TYPE);
		for (String child : member.names().subList(1, member.names().size())) {
			name = name.child(child);
		}
		return name;
	}

	private static JsonObject agent(JsonObject members) {
		Map<String, Json> translated = new LinkedHashMap<>();
		members.members().forEach((name, value) -> {
			if (name.equals(AGENT_TYPE)) {
				translated.putIfAbsent(TYPE, value);
			}
			else if (!AGENT_ID.contains(name)) {
				translated.put(name, value);
			}
		});
		return JsonObject.copyOf(translated);
	}

}
