package dev.registrysync.sync;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

import dev.registrysync.reconcile.EntryState;
import dev.registrysync.registry.Kind;

/**
 * How many entries of each registry are in which state.
 */
final class Census {

	private final Map<Kind, Map<EntryState, Integer>> counts = new EnumMap<>(Kind.class);

	private final Map<Asked, Integer> outOfSync = new LinkedHashMap<>();

	void count(Kind kind, EntryState state) {
		this.counts.computeIfAbsent(kind, (counted) -> new EnumMap<>(EntryState.class)).merge(state, 1, Integer::sum);
	}

	void countOutOfSync(Asked asked, int entries) {
		this.outOfSync.put(asked, entries);
	}

	/**
	 * How many entries of the kind differ from what their source said last.
	 */
	int outOfSync(Kind kind) {
		return this.outOfSync.entrySet()
			.stream()
			.filter((count) -> count.getKey().kind() == kind)
			.mapToInt(Map.Entry::getValue)
			.sum();
	}

	/**
	 * How many entries of the source differ from what it said last.
	 */
	int outOfSync(String source) {
		return this.outOfSync.entrySet()
			.stream()
			.filter((count) -> count.getKey().source().equals(source))
			.mapToInt(Map.Entry::getValue)
			.sum();
	}

	/**
	 * The sources and kinds of which entries differ, and how many.
	 */
	void eachOutOfSync(BiConsumer<Asked, Integer> consumer) {
		this.outOfSync.forEach((asked, count) -> {
			if (count > 0) {
				consumer.accept(asked, count);
			}
		});
	}

	/**
	 * How many entries differ from what their source said last.
	 */
	int outOfSync() {
		return this.outOfSync.values().stream().mapToInt(Integer::intValue).sum();
	}

	int of(Kind kind, EntryState state) {
		return this.counts.getOrDefault(kind, Map.of()).getOrDefault(state, 0);
	}

}
