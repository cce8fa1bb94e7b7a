package dev.registrysync.reconcile;

import java.util.Map;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;

/**
 * What a rollback decides from, for one kind.
 *
 * @param revision the revision that it goes back to
 * @param then the document of that revision
 * @param now the registry document
 * @param gone entries that are not in the registry any more, as they were last
 * @param base the runtime entries that a run last decided upon
 * @param trails what is remembered of the members' ways to the source
 */
public record RollbackSides(Revision revision, RegistryDocument then, RegistryDocument now, Map<EntryId, Entry> gone,
		EntryTable base, EntryTable trails) {

	public RollbackSides {
		if (then.kind() != now.kind()) {
			throw new IllegalArgumentException("the sides are of different kinds");
		}
		gone = Map.copyOf(gone);
	}

	Kind kind() {
		return this.now.kind();
	}

}
