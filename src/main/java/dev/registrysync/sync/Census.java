package dev.registrysync.sync;

import java.util.EnumMap;
import java.util.Map;

import dev.registrysync.reconcile.EntryState;
import dev.registrysync.registry.Kind;

/**
 * How many entries of each registry are in which state.
 */
final class Census {

	private final Map<Kind, Map<EntryState, Integer>> counts = new EnumMap<>(Kind.class);

	void count(Kind kind, EntryState state) {
		this.counts.computeIfAbsent(kind, (counted) -> new EnumMap<>(EntryState.class)).merge(state, 1, Integer::sum);
	}

	int of(Kind kind, EntryState state) {
		return this.counts.getOrDefault(kind, Map.of()).getOrDefault(state, 0);
	}

}
