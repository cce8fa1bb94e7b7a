package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import dev.registrysync.coordinator.CoordinatorClient;
import dev.registrysync.history.Base;
import dev.registrysync.history.Base.Side;
import dev.registrysync.reconcile.PlannedChange;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Kind;

/**
 * What is to be remembered of the ways to the sources when members that operators own
 * have changed: each source is told of the entries that it holds, if it is told at all.
 */
final class ChangedTrails {

	private ChangedTrails() {
	}

	/**
	 * The tables that change.
	 * @param changes what has changed
	 * @param next a source's table once some of the changes are in force
	 */
	static List<Base> of(RunContext context, Kind kind, List<PlannedChange> changes,
			BiFunction<List<PlannedChange>, EntryTable, EntryTable> next) {
		List<Base> changed = new ArrayList<>();
		for (CoordinatorClient source : context.ports().sources().clients()) {
			List<PlannedChange> held = changes.stream()
				.filter((change) -> context.mayHold(source.name(), change.ref()))
				.toList();
			EntryTable before = context.ports().history().pushed(source.name(), kind);
			EntryTable after = next.apply(held, before);
			if (source.isPushedTo() && !after.sameEntries(before)) {
				changed.add(new Base(source.name(), kind, Side.PUSHED, after));
			}
		}
		return changed;
	}

}
