package dev.registrysync.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.RuntimeEntries;
import dev.registrysync.registry.StrictText;

/**
 * What is sent to a source about the entries of one kind.
 *
 * @param sends what, entry by entry
 * @param conflicts members that both sides moved
 * @param trails the trails of all entries' members, before anything is sent
 */
public record PushPlan(List<EntrySend> sends, List<Conflict> conflicts, EntryTable trails) {

	public PushPlan {
		sends = List.copyOf(sends);
		conflicts = List.copyOf(conflicts);
	}

	/**
	 * Decides; the same for the same arguments. An entry with a number that JSON does not
	 * have is not sent.
	 * @param persistent the registry
	 * @param runtime what the source answered now
	 * @param trails what is remembered of the members' ways
	 * @param policy what the operator set
	 * @param scope the ids that the run is about
	 */
	public static PushPlan of(RegistryDocument persistent, RuntimeEntries runtime, EntryTable trails,
			ReconcilePolicy policy, Predicate<EntryId> scope) {
		List<EntrySend> sends = new ArrayList<>();
		List<Conflict> conflicts = new ArrayList<>();
		EntryTable.Builder next = EntryTable.builder();
		for (EntryId id : runtime.entries().ids()) {
			if (scope.test(id) && persistent.findText(id).filter(StrictText::isStrict).isPresent()) {
				Entry entry = persistent.find(id).orElseThrow();
				EntryPush push = new EntryPush(entry, runtime.entries().find(id).orElseThrow(),
						trails.find(id).orElse(JsonObject.EMPTY), policy);
				push.send().ifPresent(sends::add);
				conflicts.addAll(push.conflicts());
				Trails.add(next, id, push.trails());
			}
			else {
				next.addFrom(trails, id);
			}
		}
		trails.ids().stream().filter((id) -> !runtime.entries().has(id)).forEach((id) -> next.addFrom(trails, id));
		return new PushPlan(sends, conflicts, next.build());
	}

}
