package dev.registrysync.reconcile;

import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.RuntimeEntries;

/**
 * The three sides of the merge, for one kind and one source, and what is remembered of
 * the source.
 *
 * @param base the runtime entries that a run last decided upon
 * @param runtime what the source answered now: complete
 * @param persistent the registry document
 * @param attendance what the pulls before this one showed
 */
public record Sides(EntryTable base, RuntimeEntries runtime, RegistryDocument persistent, Attendance attendance) {

	public Sides {
		if (runtime.kind() != persistent.kind()) {
			throw new IllegalArgumentException("the sides are of different kinds");
		}
	}

	Kind kind() {
		return this.persistent.kind();
	}

}
