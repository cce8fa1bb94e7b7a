package dev.registrysync.reconcile;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The base that a run leaves: of each entry what it was, or what the source says now.
 * Where it is one of the two as a whole, it is that very table; what both have is that of
 * the source, so that what the source answered is in memory once. It is told of each
 * entry that the source has, once.
 */
final class NextBase {

	private final EntryTable before;

	private final EntryTable runtime;

	/** What is not to stay what it was. */
	private final Set<EntryId> taken = new HashSet<>();

	private final Map<EntryId, JsonObject> others = new HashMap<>();

	private int agreed;

	/** How many entries both tables have. */
	private int common;

	NextBase(EntryTable before, EntryTable runtime) {
		this.before = before;
		this.runtime = runtime;
	}

	/**
	 * The entry stays what it was, or stays away. So do those of which nothing is said.
	 */
	void keep(EntryId id) {
		meet(id);
	}

	/**
	 * An entry stays what it was, which is what the source says, to the byte.
	 */
	void keepAgreed() {
		this.common++;
		this.agreed++;
	}

	/**
	 * The entry is what the source says.
	 */
	void take(EntryId id) {
		meet(id);
		this.taken.add(id);
		this.agreed++;
	}

	/**
	 * The entry is something else.
	 */
	void put(EntryId id, JsonObject members) {
		meet(id);
		this.others.put(id, members);
	}

	private void meet(EntryId id) {
		if (this.before.has(id)) {
			this.common++;
		}
	}

	EntryTable build() {
		boolean isTheSources = this.agreed == this.runtime.size() && this.common == this.before.size();
		if (isTheSources) {
			return this.runtime;
		}
		return (this.taken.isEmpty() && this.others.isEmpty()) ? this.before : together();
	}

	/**
	 * Those that the source has first, in its order.
	 */
	private EntryTable together() {
		EntryTable.Builder built = EntryTable.builder();
		for (EntryId id : this.runtime.ids()) {
			@Nullable JsonObject other = this.others.get(id);
			if (other != null) {
				built.add(id, other);
			}
			else {
				boolean ofSource = this.taken.contains(id) || this.runtime.sameBytes(id, this.before);
				built.addFrom(ofSource ? this.runtime : this.before, id);
			}
		}
		for (EntryId id : this.before.ids()) {
			if (!this.runtime.has(id)) {
				built.addFrom(this.before, id);
			}
		}
		return built.build();
	}

}
