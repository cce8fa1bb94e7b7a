package dev.registrysync.reconcile;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.registrysync.reconcile.EntrySend.Sent;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.MergePatch;

/**
 * What is remembered of the ways of entries' members to a source: a table from id to the
 * trails, each by the JSON pointer of its member.
 */
public final class Trails {

	private Trails() {
	}

	/**
	 * The members of an entry that operators own even if the source shows them: it has
	 * them from here.
	 */
	public static Set<JsonPointer> members(EntryTable table, EntryId id) {
		return table.find(id).map(Trails::members).orElse(Set.of());
	}

	/**
	 * What is no pointer is passed over: a file that was restored by hand may say
	 * anything.
	 */
	static Set<JsonPointer> members(JsonObject trails) {
		return trails.names()
			.stream()
			.flatMap((name) -> JsonPointer.find(name).stream())
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * The table once operators have changed members.
	 * @param bySource tells whether the source itself sent an entry's change: then both
	 * sides have the same
	 */
	public static EntryTable edited(EntryTable table, Collection<PlannedChange> changes, Predicate<EntryId> bySource) {
		Map<EntryId, PlannedChange> byId = changes.stream()
			.collect(Collectors.toMap((change) -> change.ref().id(), (change) -> change, (a, b) -> b,
					LinkedHashMap::new));
		return changed(table, byId, (trails, change) -> {
			JsonObject next = trails;
			for (MemberChange member : change.members()) {
				Json after = sayable(member.after());
				MemberTrail trail = bySource.test(change.ref().id()) ? MemberTrail.agreed(after)
						: MemberTrail.find(trails, member.member())
							.orElseGet(() -> MemberTrail.agreed(sayable(member.before())))
							.to(sayable(member.before()))
							.to(after);
				next = next.with(member.member().toString(), trail.toJson());
			}
			return next;
		});
	}

	private static Json sayable(Optional<Json> value) {
		return MemberTrail.value(value.flatMap((json) -> MergePatch.sayable(JsonObject.of("", json)).find("")));
	}

	/**
	 * The table once the source has taken what was sent.
	 */
	public static EntryTable pushed(EntryTable table, Collection<EntrySend> sends) {
		return sent(table, sends, (trail, sent) -> trail.pushed(sent.here()));
	}

	/**
	 * The table once the source has refused to take it.
	 */
	public static EntryTable refused(EntryTable table, Collection<EntrySend> sends) {
		return sent(table, sends, (trail, sent) -> trail.settled(sent.here(), sent.there()));
	}

	private static EntryTable sent(EntryTable table, Collection<EntrySend> sends,
			BiFunction<MemberTrail, Sent, MemberTrail> next) {
		Map<EntryId, EntrySend> byId = sends.stream()
			.collect(Collectors.toMap((send) -> send.ref().id(), (send) -> send, (a, b) -> b, LinkedHashMap::new));
		return changed(table, byId, (trails, send) -> {
			JsonObject after = trails;
			for (Map.Entry<JsonPointer, Sent> member : send.members().entrySet()) {
				MemberTrail trail = MemberTrail.find(trails, member.getKey())
					.orElseGet(() -> MemberTrail.agreed(member.getValue().here()));
				after = after.with(member.getKey().toString(), next.apply(trail, member.getValue()).toJson());
			}
			return after;
		});
	}

	private static <T> EntryTable changed(EntryTable table, Map<EntryId, T> changes,
			BiFunction<JsonObject, T, JsonObject> change) {
		EntryTable.Builder next = EntryTable.builder();
		for (EntryId id : table.ids()) {
			if (!changes.containsKey(id)) {
				next.addFrom(table, id);
			}
		}
		changes.forEach((id, with) -> add(next, id, change.apply(table.find(id).orElse(JsonObject.EMPTY), with)));
		return next.build();
	}

	static void add(EntryTable.Builder table, EntryId id, JsonObject trails) {
		if (!trails.names().isEmpty()) {
			table.add(id, trails);
		}
	}

}
