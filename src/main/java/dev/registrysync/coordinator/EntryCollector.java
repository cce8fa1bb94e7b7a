package dev.registrysync.coordinator;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.registry.Digest;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonDefectException;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RuntimeEntries;
import dev.registrysync.registry.Span;
import dev.registrysync.registry.Text;
import org.jspecify.annotations.Nullable;

/**
 * Takes the entries of an answer one by one: the good ones into a table, the others into
 * quarantine.
 */
final class EntryCollector {

	private final Kind kind;

	private final EntryMembers members;

	private final Text body;

	private final @Nullable RuntimeEntries last;

	private final EntryTable.Builder table = EntryTable.builder();

	private final Map<String, String> quarantined = new LinkedHashMap<>();

	private final Map<String, Json> envelope = new LinkedHashMap<>();

	private final Set<EntryId> twice = new HashSet<>();

	private boolean sawEntry;

	private boolean complete = true;

	/**
	 * Begins with nothing.
	 * @param body the body of the answer
	 * @param members tells entries from other objects where the answer does not say so
	 * @param last the answer before this one, if there was one
	 */
	EntryCollector(Kind kind, Text body, EntryMembers members, @Nullable RuntimeEntries last) {
		this.kind = kind;
		this.body = body;
		this.members = members;
		this.last = last;
	}

	/**
	 * Takes an entry from the last answer, if that had it with the same text.
	 * @param text the digest of the entry's text
	 * @return whether it was taken
	 */
	boolean again(String name, Span place, Digest text) {
		if (this.last == null || knows(name)) {
			return false;
		}
		EntryTable entries = this.last.entries();
		@Nullable EntryId id = EntryId.find(name).filter(entries::has).orElse(null);
		if (id == null || !(entries.text(id) instanceof AnsweredEntry before) || !text.equals(before.raw())) {
			return false;
		}
		this.sawEntry = true;
		this.table.add(id, before.in(this.body, place), entries.digest(id));
		return true;
	}

	/**
	 * Takes a value of a map that does not say what its values are.
	 */
	void mapped(String name, Json value, Span place, Digest text) {
		if (value instanceof JsonObject object && !this.members.canBeEntry(name, object)) {
			unlikeAnEntry(name);
			return;
		}
		boolean saw = this.sawEntry || (value instanceof JsonObject object && this.members.isEntry(name, object));
		take(name, value, place, text);
		this.sawEntry = saw;
	}

	/**
	 * Takes a value that should be an entry.
	 */
	void take(String name, Json value, Span place, Digest text) {
		if (value instanceof JsonObject object) {
			entry(name, object, place, text);
		}
		else {
			quarantine(name, "the entry is not a JSON object");
		}
	}

	void entry(String name, JsonObject value, Span place, Digest text) {
		this.sawEntry = true;
		if (isTakenTwice(name)) {
			return;
		}
		JsonObject safe = Sanitised.entry(value);
		Optional<String> defect = EntryId.whyNot(name).or(() -> Unsignable.find(safe));
		if (defect.isPresent()) {
			quarantine(name, defect.get());
			return;
		}
		EntryId id = new EntryId(name);
		byte[] bytes = JsonText.compactBytes(safe);
		this.table.add(id, new AnsweredEntry(this.body, place.start(), Math.toIntExact(place.length()),
				this.members.isEntry(name, value) ? text : null, bytes.length), Digest.of(bytes));
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
	void unlikeAnEntry(String name) {
		quarantine(name, this.members.whyNot(name));
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
	private boolean knows(String name) {
		return this.quarantined.containsKey(name) || EntryId.find(name).filter(this.table::has).isPresent();
	}

	/**
	 * Whether there was anything that is no entry.
	 */
	boolean sawOther() {
		return !this.quarantined.isEmpty();
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
