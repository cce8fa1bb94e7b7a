package dev.registrysync.reconcile;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import dev.registrysync.registry.DocumentStamp;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.JsonString;
import org.jspecify.annotations.Nullable;

/**
 * Makes the first persistent version of a runtime entry.
 */
final class NewEntry {

	private static final String IDENTITY = "identity";

	/** What stands in the identity's place until there is one, as the platform has it. */
	private static final JsonObject NO_IDENTITY = JsonObject.of("public_key", JsonLiteral.NULL)
		.with("signature", JsonLiteral.NULL);

	private static final Set<String> TIMES_AND_MAKER = Set.of("registered_at", "created_at", "created_by");

	private static final JsonNumber EPOCH = JsonNumber.epochSeconds(Instant.EPOCH);

	private NewEntry() {
	}

	/**
	 * The entry, with the identity that the source gave it, if it can be adopted.
	 * @param runtime the members as the source sent them
	 * @param now the time of the run, in seconds since the epoch
	 */
	static Entry of(EntryRef ref, JsonObject runtime, JsonNumber now) {
		JsonObject translated = RuntimeEntry.translate(ref.kind(), runtime);
		Entry entry = translated(ref, translated, now);
		return EntryMerge.isAdoptable(translated)
				? entry.with(entry.members().with(IDENTITY, translated.find(IDENTITY).orElseThrow())) : entry;
	}

	private static Entry translated(EntryRef ref, JsonObject runtime, JsonNumber now) {
		JsonObject foreign = runtime.withoutAll(NewEntry::isNotTheSourcesToSay);
		return new Entry(ref, switch (ref.kind()) {
			case AGENTS -> agent(ref.id().value(), foreign, now);
			case TOOLS -> foreign.with(IDENTITY, NO_IDENTITY);
		});
	}

	/**
	 * Protection is the one operators' member that a source cannot even begin with: it
	 * could never be lost by it again.
	 */
	private static boolean isNotTheSourcesToSay(String member) {
		return Owner.of(member) == Owner.SYNC || member.equals(Owner.PROTECTED);
	}

	private static JsonObject agent(String id, JsonObject runtime, JsonNumber time) {
		Map<String, Json> entry = new LinkedHashMap<>();
		entry.put("id", new JsonString(id));
		entry.put("name", or(runtime, "name", new JsonString(id)));
		entry.put("type", or(runtime, "type", new JsonString("agent")));
		entry.put("description", or(runtime, "description", new JsonString("")));
		entry.put("version", or(runtime, "version", new JsonString("1.0.0")));
		entry.put("enabled", or(runtime, "enabled", JsonLiteral.TRUE));
		entry.put("status", or(runtime, "status", new JsonString("active")));
		entry.put("registered_at", or(runtime, "registered_at", time));
		entry.put(IDENTITY, NO_IDENTITY);
		entry.put("created_at", or(runtime, "created_at", time));
		entry.put("created_by", or(runtime, "created_by", new JsonString(DocumentStamp.UPDATED_BY)));
		entry.put("last_updated", time);
		entry.put("last_updated_at", time);
		runtime.members().forEach(entry::putIfAbsent);
		return JsonObject.copyOf(entry);
	}

	/**
	 * Whether a member of an entry is there only because a new entry gets one: no
	 * operator decided on it.
	 * @param runtime the runtime members in the registry's words
	 */
	static boolean fillsIn(Entry entry, JsonObject runtime, JsonPointer member) {
		if (Owner.of(member.first()) == Owner.OPERATOR) {
			return false;
		}
		return TIMES_AND_MAKER.contains(member.first())
				|| member.find(translated(entry.ref(), runtime, EPOCH).members()).equals(member.find(entry.members()));
	}

	private static Json or(JsonObject runtime, String name, Json otherwise) {
		@Nullable Json value = runtime.members().get(name);
		return (value != null) ? value : otherwise;
	}

}
