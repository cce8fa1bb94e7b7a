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
import dev.registrysync.registry.JsonDefectException;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
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

	private boolean sawEntry;

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
		this.sawEntry = true;
		this.table.addFrom(this.earlier, id);
	}

	/**
	 * Takes a value of a map that does not say what its values are.
	 */
	void mapped(String name, Json value, EntryMembers members) {
		if (value instanceof JsonObject object && !members.canBeEntry(name, object)) {
			unlikeAnEntry(name, members);
			return;
		}
		boolean saw = this.sawEntry || (value instanceof JsonObject object && members.isEntry(name, object));
		take(name, value);
		this.sawEntry = saw;
	}

	/**
	 * Takes a value that should be an entry.
	 */
	void take(String name, Json value) {
		if (value instanceof JsonObject members) {
			entry(name, members);
		}
		else {
			quarantine(name, "the entry is not a JSON object");
		}
	}

	void entry(String name, JsonObject members) {
		this.sawEntry = true;
		if (isTakenTwice(name)) {
			return;
		}
		JsonObject safe = Sanitised.entry(members);
		Optional<String> defect = EntryId.whyNot(name).or(() -> Unsignable.find(safe));
		if (defect.isPresent()) {
			quarantine(name, defect.get());
		}
		else {
			this.table.add(new EntryId(name), safe, this.earlier);
		}
	}

	private boolean isTakenTwice(String name) {
		if (!knows(name)) {
			return false;
		}
		EntryId.find(name).ifPresent(this.twice::add);
		quarantine(name, "the id is given to more than one entry");
		return true;
	}

	/**
	 * An entry that is JSON and cannot be used.
	 */
	void defective(String name, JsonDefectException defect) {
		this.sawEntry = true;
		if (!isTakenTwice(name)) {
			quarantine(name, Snippet.of(defect.reason()));
		}
	}

	/**
	 * An object that has no member that entries have, or none that an entry of its name
	 * needs.
	 */
	void unlikeAnEntry(String name, EntryMembers members) {
		quarantine(name, members.whyNot(name));
	}

	/**
	 * An object in a list that does not say what it is called.
	 */
	void nameless(String place) {
		this.sawEntry = true;
		this.complete = false;
		quarantine(place, "the entry has no id");
	}

	/**
	 * Something else in a list: it may stand for any entry.
	 */
	void namelessNoObject(String place) {
		this.complete = false;
		quarantine(place, "the entry is not a JSON object");
	}

	private void quarantine(String name, String reason) {
		this.quarantined.put(name, reason);
	}

	void besides(String name, Json value) {
		this.envelope.put(name, value);
	}

	/**
	 * Whether any entry was one by its looks, good or not.
	 */
	boolean sawEntry() {
		return this.sawEntry;
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

	/**
	 * Whether there was anything that is no entry.
	 */
	boolean sawOther() {
		return !this.quarantined.isEmpty();
	}

	RuntimeEntries collected() {
		return collected(Optional.empty());
	}

	/**
	 * What was found.
	 * @param count how many entries the answer says that it has
	 */
	RuntimeEntries collected(Optional<Integer> count) {
		EntryTable entries = unique();
		int listed = entries.size() + this.quarantined.size();
		Optional<Integer> other = count.filter((said) -> said != listed);
		return new RuntimeEntries(this.kind, entries, this.quarantined, JsonObject.copyOf(this.envelope),
				this.complete && other.filter((said) -> said > listed).isEmpty(), other);
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
