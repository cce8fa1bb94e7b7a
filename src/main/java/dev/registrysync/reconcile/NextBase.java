package dev.registrysync.reconcile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.JsonObject;

/**
 * The base that a run leaves: of each entry what it was, or what the source says now.
 * Where it is one of the two as a whole, it is that very table; where it is both, that of
 * the source, so that what the source answered is in memory once.
 */
final class NextBase {

	private final EntryTable before;

	private final EntryTable runtime;

	private final Map<EntryId, Choice> choices = new LinkedHashMap<>();

	private final Map<EntryId, JsonObject> others = new LinkedHashMap<>();

	private int agreed;

	private boolean moves;

	NextBase(EntryTable before, EntryTable runtime) {
		this.before = before;
		this.runtime = runtime;
	}

	/**
	 * The entry stays what it was, or stays away. So do those of which nothing is said.
	 */
	void keep(EntryId id) {
		if (this.before.has(id)) {
			this.choices.put(id, Choice.KEEP);
		}
	}

	/**
	 * The entry stays what it was, which is what the source says, to the byte.
	 */
	void keepAgreed(EntryId id) {
		this.choices.put(id, Choice.KEEP);
		this.agreed++;
	}

	/**
	 * The entry is what the source says.
	 */
	void take(EntryId id) {
		this.choices.put(id, Choice.TAKE);
		this.agreed++;
		this.moves = true;
	}

	/**
	 * The entry is something else.
	 */
	void put(EntryId id, JsonObject members) {
		this.choices.put(id, Choice.OTHER);
		this.others.put(id, members);
		this.moves = true;
	}

	EntryTable build() {
		boolean agreedOnAll = this.agreed == this.runtime.size();
		if (!this.moves) {
			return (agreedOnAll && this.agreed == this.before.size()) ? this.runtime : this.before;
		}
		this.before.ids().forEach((id) -> this.choices.putIfAbsent(id, Choice.KEEP));
		if (agreedOnAll && this.agreed == this.choices.size()) {
			return this.runtime;
		}
		EntryTable.Builder built = EntryTable.builder(this.before.bytes().length);
		this.choices.forEach((id, choice) -> {
			switch (choice) {
				case KEEP -> built.addFrom(this.before, id);
				case TAKE -> built.addFrom(this.runtime, id);
				case OTHER -> built.add(id, Objects.requireNonNull(this.others.get(id)));
			}
		});
		return built.build();
	}

	private enum Choice {

		KEEP, TAKE, OTHER

	}

}
