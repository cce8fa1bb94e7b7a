package dev.registrysync.reconcile;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.registry.EntryId;
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
		return this.unchanged + (int) this.changes.stream().filter((change) -> change.action().agrees()).count();
	}

}
