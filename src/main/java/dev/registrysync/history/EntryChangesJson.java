package dev.registrysync.history;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;

/**
 * Writes what others did to entries and what a rollback did, and reads it back.
 */
final class EntryChangesJson {

	private static final String WITHDRAWN = "withdrawn";

	private static final String RETURNED = "returned";

	private EntryChangesJson() {
	}

	static Map<String, Json> toJson(ExternalEdits edits) {
		Map<String, Json> json = new LinkedHashMap<>();
		json.put("originals", Members.byKind(edits.originals(), Entry::members));
		json.put("forgotten", refsToJson(edits.forgotten()));
		return json;
	}

	/**
	 * They are rare, and left out where there are none.
	 */
	static Map<String, Json> toJson(Withdrawals withdrawals) {
		Map<String, Json> json = new LinkedHashMap<>();
		if (!withdrawals.made().isEmpty()) {
			json.put(WITHDRAWN, Members.byKind(withdrawals.made(), Entry::members));
		}
		if (!withdrawals.ended().isEmpty()) {
			json.put(RETURNED, refsToJson(withdrawals.ended()));
		}
		return json;
	}

	private static JsonObject refsToJson(Set<EntryRef> refs) {
		Map<EntryRef, JsonObject> members = new LinkedHashMap<>();
		refs.forEach((ref) -> members.put(ref, JsonObject.EMPTY));
		return Members.byKind(members, (none) -> none);
	}

	static ExternalEdits edits(JsonObject json) {
		return new ExternalEdits(Members.byRef(Members.object(json, "originals"), Entry::new),
				Members.byRef(Members.object(json, "forgotten"), (ref, none) -> none).keySet());
	}

	static Withdrawals withdrawals(JsonObject json) {
		JsonObject made = json.has(WITHDRAWN) ? Members.object(json, WITHDRAWN) : JsonObject.EMPTY;
		JsonObject ended = json.has(RETURNED) ? Members.object(json, RETURNED) : JsonObject.EMPTY;
		return new Withdrawals(Members.byRef(made, Entry::new), Members.byRef(ended, (ref, none) -> none).keySet());
	}

}
