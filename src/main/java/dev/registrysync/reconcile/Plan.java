package dev.registrysync.reconcile;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Kind;

/**
 * What a reconcile decided for one kind, in the order in which it is applied.
 *
 * @param kind agents or tools
 * @param changes what happens to which entry; unchanged entries are only counted
 * @param unchanged how many runtime entries the registry agrees with already
 * @param conflicts members that both sides moved
 * @param active how many entries of the source were not marked as absent before
 * @param hold absences that wait, if any do
 * @param malformed runtime or persistent entries that were put aside: the name and why
 * @param flapping entries that begin to come and go too often to be written each time
 * @param nextBase the base once the plan is applied
 * @param nextAttendance what is to be remembered once the plan is applied
 */
public record Plan(Kind kind, List<PlannedChange> changes, int unchanged, List<Conflict> conflicts, int active,
		Optional<Hold> hold, Map<String, String> malformed, List<EntryId> flapping, EntryTable nextBase,
		Attendance nextAttendance) {

	public Plan {
		changes = List.copyOf(changes);
		conflicts = List.copyOf(conflicts);
		flapping = List.copyOf(flapping);
	}

	/**
	 * Adds this plan to an earlier one of the same run: a file changed before all was
	 * committed, so the run decided again.
	 * @param earlier the earlier plan, without what was not committed
	 */
	public Plan after(Plan earlier) {
		Set<EntryRef> again = refs(this.changes.stream());
		Set<EntryRef> agreed = refs(
				earlier.changes.stream().filter((change) -> change.action().agrees() && !again.contains(change.ref())));
		Set<List<Object>> named = new HashSet<>();
		this.conflicts.forEach((conflict) -> named.add(List.of(conflict.ref(), conflict.member())));
		Stream<PlannedChange> before = earlier.changes.stream()
			.filter((change) -> change.writes() || !again.contains(change.ref()));
		return new Plan(this.kind, Stream.concat(before, this.changes.stream()).toList(),
				Math.max(0, this.unchanged - agreed.size()),
				Stream
					.concat(earlier.conflicts.stream()
						.filter((conflict) -> !named.contains(List.of(conflict.ref(), conflict.member()))),
							this.conflicts.stream())
					.toList(),
				earlier.active, this.hold, this.malformed,
				Stream.concat(earlier.flapping.stream(), this.flapping.stream()).distinct().toList(), this.nextBase,
				this.nextAttendance.with(earlier.nextAttendance, written(earlier)));
	}

	private static Set<EntryId> written(Plan plan) {
		return plan.changes.stream()
			.filter(PlannedChange::writes)
			.map((change) -> change.ref().id())
			.collect(Collectors.toSet());
	}

	private static Set<EntryRef> refs(Stream<PlannedChange> changes) {
		return changes.map(PlannedChange::ref).collect(Collectors.toSet());
	}

	/**
	 * How many entries each action concerns; every action is there.
	 */
	public Map<Action, Integer> counts() {
		Map<Action, Integer> counts = new EnumMap<>(Action.class);
		for (Action action : Action.values()) {
			counts.put(action, 0);
		}
		this.changes.forEach((change) -> counts.merge(change.action(), 1, Integer::sum));
		counts.put(Action.UNCHANGED, this.unchanged);
		counts.put(Action.QUARANTINED, this.malformed.size());
		return counts;
	}

	/**
	 * How many runtime entries the registry agrees with once the plan is applied.
	 */
	public int agreed() {
		Map<EntryRef, Boolean> last = new HashMap<>();
		this.changes.forEach((change) -> last.put(change.ref(), change.action().agrees()));
		return this.unchanged + (int) last.values().stream().filter((agrees) -> agrees).count();
	}

}
