package dev.registrysync.coordinator;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Nesting;
import dev.registrysync.registry.RuntimeEntries;

/**
 * Takes the entries of an answer one by one: the good ones into a table, the others into
 * quarantine.
 */
final class EntryCollector {

	private final Kind kind;

	private final EntryTable earlier;

	private final EntryTable.Builder table = EntryTable.builder();

	private final Map<String, String> quarantined = new LinkedHashMap<>();

	private final Map<String, Json> envelope = new LinkedHashMap<>();

	private final Set<EntryId> twice = new HashSet<>();

	private boolean sawObject;

	private boolean complete = true;

	/**
	 * Begins with nothing.
	 * @param earlier what the source said before: what it says again shares its text
	 */
	EntryCollector(Kind kind, EntryTable earlier) {
		this.kind = kind;
		this.earlier = earlier;
	}

	/**
	 * Takes an entry that the source said before with the same text.
	 */
	void again(EntryId id) {
		this.sawObject = true;
		this.table.addFrom(this.earlier, id);
	}

	void entry(String name, JsonObject members) {
		this.sawObject = true;
		if (knows(name)) {
			EntryId.find(name).ifPresent(this.twice::add);
			this.quarantined.put(name, "the id is given to more than one entry");
			return;
		}
		JsonObject safe = Sanitised.entry(members);
		Optional<String> defect = EntryId.whyNot(name).or(() -> tooDeep(safe)).or(() -> Unsignable.find(safe));
		if (defect.isPresent()) {
			this.quarantined.put(name, defect.get());
		}
		else {
			this.table.add(new EntryId(name), safe, this.earlier);
		}
	}

	private static Optional<String> tooDeep(JsonObject members) {
		return Nesting.isTooDeep(members)
				? Optional.of("the entry is nested deeper than %d levels".formatted(Nesting.MOST)) : Optional.empty();
	}

	/**
	 * An object in a list that does not say what it is called.
	 */
	void nameless(String place) {
		this.sawObject = true;
		this.complete = false;
		quarantine(place, "the entry has no id");
	}

	/**
	 * Something else in a list: it may stand for any entry.
	 */
	void namelessNoObject(String place) {
		this.complete = false;
		notAnObject(place);
	}

	void notAnObject(String name) {
		quarantine(name, "the entry is not a JSON object");
	}

	private void quarantine(String name, String reason) {
		this.quarantined.put(name, reason);
	}

	void besides(String name, Json value) {
		this.envelope.put(name, value);
	}

	/**
	 * Whether any entry was an object, good or not.
	 */
	boolean sawObject() {
		return this.sawObject;
	}

	/**
	 * Whether anything was called so already.
	 */
	boolean knows(String name) {
		return this.quarantined.containsKey(name) || EntryId.find(name).filter(this.table::has).isPresent();
	}

	boolean knows(EntryId id) {
		return this.quarantined.containsKey(id.value()) || this.table.has(id);
	}

	boolean sawNothing() {
		return this.quarantined.isEmpty() && this.table.isEmpty();
	}

	RuntimeEntries collected() {
		return new RuntimeEntries(this.kind, unique(), this.quarantined, JsonObject.copyOf(this.envelope),
				this.complete);
	}

	private EntryTable unique() {
		EntryTable all = this.table.build();
		if (this.twice.isEmpty()) {
			return all;
		}
		EntryTable.Builder unique = EntryTable.builder();
		all.ids().stream().filter((id) -> !this.twice.contains(id)).forEach((id) -> unique.addFrom(all, id));
		return unique.build();
	}

}
