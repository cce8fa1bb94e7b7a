package dev.registrysync.registry;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a source answered for one kind, made safe: no live objects, no private members.
 *
 * @param kind agents or tools
 * @param entries the well-formed entries
 * @param quarantined the others: the name as sent and why it was put aside. They are not
 * absent
 * @param envelope the other top-level members of an answer that had an envelope
 * @param complete whether every entry said what it is called: only then is an entry that
 * is not listed absent
 * @param announced how many entries the answer said that there are, if it lists another
 * number
 */
public record RuntimeEntries(Kind kind, EntryTable entries, Map<String, String> quarantined, JsonObject envelope,
		boolean complete, Optional<Integer> announced) {

	public RuntimeEntries(Kind kind, EntryTable entries, Map<String, String> quarantined, JsonObject envelope,
			boolean complete) {
		this(kind, entries, quarantined, envelope, complete, Optional.empty());
	}

	public RuntimeEntries {
		quarantined = Collections.unmodifiableMap(new LinkedHashMap<>(quarantined));
	}

	/**
	 * Returns how many entries the source listed, well-formed or not.
	 */
	public int listed() {
		return this.entries.size() + this.quarantined.size();
	}

	/**
	 * Whether the source named the entry, well-formed or not.
	 */
	public boolean names(EntryId id) {
		return this.entries.has(id) || this.quarantined.containsKey(id.value());
	}

	/**
	 * Whether the source named nothing at all.
	 */
	public boolean isEmpty() {
		return this.entries.isEmpty() && this.quarantined.isEmpty();
	}

}
