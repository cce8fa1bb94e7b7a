package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import dev.registrysync.coordinator.CoordinatorClient;
import dev.registrysync.history.Base;
import dev.registrysync.history.Base.Side;
import dev.registrysync.history.History;
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
	 * Those of a source's tables that change.
	 * @param next what they are to be
	 */
	static List<Base> of(History history, String source, Map<Kind, EntryTable> next) {
		List<Base> changed = new ArrayList<>();
		next.forEach((kind, table) -> {
			if (!table.sameEntries(history.pushed(source, kind))) {
				changed.add(new Base(source, kind, Side.PUSHED, table));
			}
		});
		return changed;
	}

	/**
	 * The tables of all sources that change.
	 * @param changes what has changed
	 * @param next a source's table once some of the changes are in force
	 */
	static List<Base> of(RunContext context, Kind kind, List<PlannedChange> changes,
			BiFunction<List<PlannedChange>, EntryTable, EntryTable> next) {
		History history = context.ports().history();
		List<Base> changed = new ArrayList<>();
		context.ports().sources().clients().stream().filter(CoordinatorClient::isPushedTo).forEach((source) -> {
			List<PlannedChange> held = changes.stream()
				.filter((change) -> context.mayHold(source.name(), change.ref()))
				.toList();
			changed.addAll(
					of(history, source.name(), Map.of(kind, next.apply(held, history.pushed(source.name(), kind)))));
		});
		return changed;
	}

}
