package dev.registrysync.history;

import java.util.Map;
import java.util.Set;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;

/**
 * What a run learnt of what others did to the files.
 *
 * @param originals entries that somebody edited or removed, as they would be without that
 * @param forgotten entries that somebody removed and that are not to be missed any more
 */
public record ExternalEdits(Map<EntryRef, Entry> originals, Set<EntryRef> forgotten) {

	public static final ExternalEdits NONE = new ExternalEdits(Map.of(), Set.of());

	public ExternalEdits {
		originals = Map.copyOf(originals);
		forgotten = Set.copyOf(forgotten);
	}

	public boolean isEmpty() {
		return this.originals.isEmpty() && this.forgotten.isEmpty();
	}

}
