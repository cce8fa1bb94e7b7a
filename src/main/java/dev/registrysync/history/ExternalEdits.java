package dev.registrysync.history;

import java.util.Map;
import java.util.Set;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;

/**
 * What a run learnt of what others did to the files.
 *
 * @param originals entries that somebody edited or removed, as they would be without that
 * @param forgotten removed entries that are forgotten, as the removal was accepted and no
 * source has them
 * @param withdrawn removed entries that stay out until their source says something new of
 * them, as the removal was accepted and the source still has them; with their last
 * version
 */
public record ExternalEdits(Map<EntryRef, Entry> originals, Set<EntryRef> forgotten, Map<EntryRef, Entry> withdrawn) {

	public static final ExternalEdits NONE = new ExternalEdits(Map.of(), Set.of());

	/**
	 * Edits without an accepted removal of an entry that a source still has.
	 */
	public ExternalEdits(Map<EntryRef, Entry> originals, Set<EntryRef> forgotten) {
		this(originals, forgotten, Map.of());
	}

	public ExternalEdits {
		originals = Map.copyOf(originals);
		forgotten = Set.copyOf(forgotten);
		withdrawn = Map.copyOf(withdrawn);
	}

	public boolean isEmpty() {
		return this.originals.isEmpty() && this.forgotten.isEmpty() && this.withdrawn.isEmpty();
	}

}
