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
 * The base that a run leaves: of each entry what it was, unless it is told otherwise.
 */
final class NextBase {

	private final EntryTable before;

	private final EntryTable runtime;

	private final Set<EntryId> taken = new HashSet<>();

	private final Map<EntryId, JsonObject> others = new HashMap<>();

	NextBase(EntryTable before, EntryTable runtime) {
		this.before = before;
		this.runtime = runtime;
	}

	/**
	 * The entry is what the source says.
	 */
	void take(EntryId id) {
		this.taken.add(id);
	}

	/**
	 * The entry is something else.
	 */
	void put(EntryId id, JsonObject members) {
		this.others.put(id, members);
	}

	/**
	 * Those that the source has first, in its order. Where that is what the source says
	 * or what it was, it is that very table, which is so in memory once.
	 */
	EntryTable build() {
		EntryTable.Builder built = EntryTable.builder();
		for (EntryId id : this.runtime.ids()) {
			@Nullable JsonObject other = this.others.get(id);
			if (other != null) {
				built.add(id, other);
			}
			else {
				built.addFrom(this.taken.contains(id) ? this.runtime : this.before, id);
			}
		}
		this.before.ids()
			.stream()
			.filter((id) -> !this.runtime.has(id))
			.forEach((id) -> built.addFrom(this.before, id));
		EntryTable next = built.build();
		if (next.isSame(this.runtime)) {
			return this.runtime;
		}
		return next.sameEntries(this.before) ? this.before : next;
	}

}
