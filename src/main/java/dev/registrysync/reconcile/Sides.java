package dev.registrysync.reconcile;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.JsonObject;
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
 * @param withdrawn the entries that were taken out of the registry, each as it was
 * attested last; without that if it is not kept any more
 * @param attendance what the pulls before this one showed
 * @param elsewhere entries that this source does not name and another one offers: they
 * are not absent
 * @param standings knows the standing of each entry of the document
 */
public record Sides(EntryTable base, RuntimeEntries runtime, RegistryDocument persistent,
		Map<EntryId, Optional<Entry>> withdrawn, Attendance attendance, Set<EntryId> elsewhere,
		Function<EntryId, Standing> standings) {

	/**
	 * The sides where there is no other source.
	 */
	public Sides(EntryTable base, RuntimeEntries runtime, RegistryDocument persistent,
			Map<EntryId, Optional<Entry>> withdrawn, Attendance attendance) {
		this(base, runtime, persistent, withdrawn, attendance, Set.of());
	}

	/**
	 * The sides where nobody knows the standing of an entry without looking.
	 */
	public Sides(EntryTable base, RuntimeEntries runtime, RegistryDocument persistent,
			Map<EntryId, Optional<Entry>> withdrawn, Attendance attendance, Set<EntryId> elsewhere) {
		this(base, runtime, persistent, withdrawn, attendance, elsewhere,
				(id) -> Standing.of(persistent.find(id).orElseThrow()));
	}

	public Sides {
		withdrawn = Map.copyOf(withdrawn);
		elsewhere = Set.copyOf(elsewhere);
		if (runtime.kind() != persistent.kind()) {
			throw new IllegalArgumentException("the sides are of different kinds");
		}
	}

	/**
	 * Whether an entry that was taken out stays out: its source says what it said then,
	 * but for when it registered.
	 */
	boolean isHeldBack(EntryId id) {
		return this.withdrawn.containsKey(id) && this.base.has(id)
				&& saying(this.base, id).equals(saying(this.runtime.entries(), id));
	}

	/**
	 * An entry that was taken out of the registry, as it was attested last; empty if it
	 * was not taken out, or if that is not kept any more.
	 */
	Optional<Entry> findWithdrawn(EntryId id) {
		return this.withdrawn.getOrDefault(id, Optional.empty());
	}

	private static Optional<JsonObject> saying(EntryTable table, EntryId id) {
		return table.find(id).map((members) -> members.without(EntryMerge.REGISTERED_AT));
	}

	/**
	 * The standing of an entry that the document has.
	 */
	Standing standing(EntryId id) {
		return this.standings.apply(id);
	}

	/**
	 * The standing of an entry of which the source says what it said before, to the byte,
	 * and which waits for nothing from it; empty if it is not in the document, or if
	 * anything of that is not so.
	 */
	Optional<Standing> findUnmoved(EntryId id) {
		if (!this.persistent.has(id) || !this.runtime.entries().sameBytes(id, this.base)) {
			return Optional.empty();
		}
		Standing standing = standing(id);
		return standing.isSettled() ? Optional.of(standing) : Optional.empty();
	}

	Kind kind() {
		return this.persistent.kind();
	}

}
