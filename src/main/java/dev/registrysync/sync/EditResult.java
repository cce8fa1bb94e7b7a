package dev.registrysync.sync;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.registrysync.reconcile.Plan;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;

/**
 * What an operators' edit did.
 *
 * @param revision the revision at its end
 * @param document the registry at its end
 * @param changed the ids of the entries that it changed
 * @param unchanged the ids of those that were like that before
 */
record EditResult(Revision revision, RegistryDocument document, List<String> changed, List<String> unchanged) {

	static EditResult of(OperatorEdit edit, RunResult run, RegistryDocument document) {
		Set<String> changed = run.plans()
			.values()
			.stream()
			.map(Plan::changes)
			.flatMap(List::stream)
			.map((change) -> change.ref().id().value())
			.collect(Collectors.toCollection(LinkedHashSet::new));
		List<String> unchanged = edit.patches().keySet().stream().filter((id) -> !changed.contains(id)).toList();
		return new EditResult(run.revision(), document, List.copyOf(changed), unchanged);
	}

}
