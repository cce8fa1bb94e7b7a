package dev.registrysync.coordinator;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import dev.registrysync.registry.JsonObject;

/**
 * Decides whether an object is an entry, by the members that it has.
 *
 * @param names the members of which an entry has at least one
 */
record EntryMembers(Set<String> names) {

	/**
	 * Answers have objects of these names that tell about the answer, and those often
	 * have a name, a type, a status or a version as well.
	 */
	private static final Set<String> NAMES_IN_ANSWERS = Set.of("data", "detail", "details", "error", "errors", "info",
			"item", "items", "link", "links", "message", "meta", "metadata", "page", "pagination", "paging", "payload",
			"registry", "response", "result", "results", "spec", "status");

	/** What answers call the object that holds the entries. */
	private static final Pattern HOLDING = Pattern.compile("(registered_)?(agents|tools)(_.*)?");

	/** Only an entry has these. */
	private static final Set<String> TELLING = Set.of("agent_id", "tool_id", "agent_type", "class_name", "module_path",
			"identity");

	private static final List<String> NAMING = List.of("id", "agent_id", "tool_id", "name");

	EntryMembers {
		names = Set.copyOf(names);
	}

	static EntryMembers of(Collection<String> names) {
		return new EntryMembers(Set.copyOf(names));
	}

	/**
	 * Whether a value in a map from id to entry can be an entry. An empty object can,
	 * unless answers use its name for something else.
	 */
	boolean canBeEntry(String id, JsonObject value) {
		return isEntry(id, value)
				|| (value.members().isEmpty() && !NAMES_IN_ANSWERS.contains(id) && !HOLDING.matcher(id).matches());
	}

	/**
	 * Whether a value in a map from id to entry is an entry for sure.
	 */
	boolean isEntry(String id, JsonObject value) {
		if (!NAMES_IN_ANSWERS.contains(id)) {
			return hasAny(value, this.names);
		}
		return hasAny(value, TELLING)
				|| NAMING.stream().anyMatch((name) -> value.findText(name).filter(id::equals).isPresent());
	}

	/**
	 * Returns why an object that cannot be an entry is none.
	 */
	String whyNot(String id) {
		return NAMES_IN_ANSWERS.contains(id) || HOLDING.matcher(id).matches()
				? "\"%s\" is a name that answers use for other things; an entry of this name must have \"id\": \"%1$s\""
					.formatted(id)
				: "the object has no member that entries have";
	}

	private static boolean hasAny(JsonObject value, Set<String> names) {
		return names.stream().anyMatch(value::has);
	}

	boolean has(String name) {
		return this.names.contains(name);
	}

	static boolean isNaming(String name) {
		return NAMING.contains(name);
	}

}
