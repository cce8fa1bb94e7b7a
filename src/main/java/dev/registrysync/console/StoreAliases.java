package dev.registrysync.console;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;

/**
 * Under which id another program's store keeps the key of an entry, where that is not the
 * entry's own id.
 */
final class StoreAliases {

	static final StoreAliases NONE = new StoreAliases(Map.of());

	private static final String REMEDY = "Write lines like coordinator_agent = coordinator_agent_main, or "
			+ "tools/search = web_search for a tool.";

	private final Map<EntryRef, String> others;

	private StoreAliases(Map<EntryRef, String> others) {
		this.others = others;
	}

	/**
	 * Reads lines of the form {@code runtime_id = other_id}. A bare runtime id is an
	 * agent's; {@code tools/<id>} names a tool.
	 */
	static StoreAliases read(Path file) {
		Map<EntryRef, String> others = new LinkedHashMap<>();
		for (InputFile.Line line : InputFile.lines(file)) {
			int equals = line.text().indexOf('=');
			if (equals < 0) {
				throw line.refused("there is no =", REMEDY);
			}
			EntryRef owner = owner(line, line.text().substring(0, equals).strip());
			String other = line.text().substring(equals + 1).strip();
			if (EntryId.find(other).isEmpty()) {
				throw line.refused("there is no id behind the =", REMEDY);
			}
			if (others.putIfAbsent(owner, other) != null) {
				throw line.refused("%s has an alias already".formatted(owner), "Leave one of the two.");
			}
		}
		return new StoreAliases(others);
	}

	private static EntryRef owner(InputFile.Line line, String text) {
		return EntryRefs.find(text)
			.or(() -> EntryId.find(text).map((id) -> new EntryRef(Kind.AGENTS, id)))
			.orElseThrow(() -> line.refused("there is no id before the =", REMEDY));
	}

	Set<EntryRef> owners() {
		return this.others.keySet();
	}

	/**
	 * The entity that owns the key over there: an agent's id as it is, a tool's behind
	 * {@code tool_}.
	 */
	String entityOf(EntryRef owner) {
		String id = this.others.getOrDefault(owner, owner.id().value());
		return (owner.kind() == Kind.TOOLS) ? "tool_" + id : id;
	}

}
