package dev.registrysync.sync;

import java.util.EnumSet;
import java.util.Set;

import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;

/**
 * What a run is about.
 *
 * @param kinds the kinds
 * @param ids the ids; none means all
 * @param sources the names of the sources that are asked; none means all
 */
record Scope(Set<Kind> kinds, Set<EntryId> ids, Set<String> sources) {

	static final Scope ALL = new Scope(EnumSet.allOf(Kind.class), Set.of());

	Scope {
		kinds = Set.copyOf(kinds);
		ids = Set.copyOf(ids);
		sources = Set.copyOf(sources);
	}

	/**
	 * The scope with all sources.
	 */
	Scope(Set<Kind> kinds, Set<EntryId> ids) {
		this(kinds, ids, Set.of());
	}

	/**
	 * Whether it is about all entries of the sources that are asked.
	 */
	boolean isAboutAllEntries() {
		return this.kinds.equals(ALL.kinds) && this.ids.isEmpty();
	}

	boolean asks(String source) {
		return this.sources.isEmpty() || this.sources.contains(source);
	}

	boolean covers(EntryId id) {
		return this.ids.isEmpty() || this.ids.contains(id);
	}

	boolean covers(EntryRef ref) {
		return this.kinds.contains(ref.kind()) && covers(ref.id());
	}

	boolean coversAllOf(Kind kind) {
		return this.kinds.contains(kind) && this.ids.isEmpty();
	}

}
