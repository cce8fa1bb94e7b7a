package dev.registrysync.reconcile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import dev.registrysync.identity.SyncOwned;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a rollback changes in one registry. Content goes back, and what this
 * program owns stays as it is now. The base does not move: for the next merge only the
 * persistent side has, so that it holds until the runtime says something new.
 */
public final class RollbackPlan {

	private final RollbackSides sides;

	private final ReconcilePolicy policy;

	private final List<PlannedChange> changes = new ArrayList<>();

	private final Map<String, String> malformed = new LinkedHashMap<>();

	private int unchanged;

	private RollbackPlan(RollbackSides sides, ReconcilePolicy policy) {
		this.sides = sides;
		this.policy = policy;
	}

	/**
	 * The plan; the same for the same arguments. Entries that it takes out of the
	 * registry are {@code WITHDRAWN}.
	 * @param scope the ids that the rollback is about
	 */
	public static Plan of(RollbackSides sides, ReconcilePolicy policy, Predicate<EntryId> scope) {
		RollbackPlan plan = new RollbackPlan(sides, policy);
		Set<EntryId> ids = new LinkedHashSet<>(sides.now().ids());
		ids.addAll(sides.then().ids());
		ids.stream().filter(scope).forEach(plan::look);
		return new Plan(sides.kind(), plan.changes, plan.unchanged, List.of(), 0, Optional.empty(), plan.malformed,
				List.of(), sides.base(), Attendance.NONE);
	}

	private void look(EntryId id) {
		Optional<Entry> then = this.sides.then().find(id);
		Optional<Entry> now = this.sides.now().find(id);
		@Nullable String nowMalformed = this.sides.now().malformed().get(id.value());
		@Nullable String thenMalformed = this.sides.then().malformed().get(id.value());
		if (nowMalformed != null) {
			this.malformed.put(id.value(), "in the registry file: " + nowMalformed);
		}
		else if (thenMalformed != null) {
			this.malformed.put(id.value(), "at revision %s: %s".formatted(this.sides.revision(), thenMalformed));
		}
		else if (then.isEmpty()) {
			now.ifPresent(this::withdraw);
		}
		else {
			now.ifPresentOrElse((entry) -> takeBack(entry, then.get().members()), () -> bringBack(then.get()));
		}
	}

	private void withdraw(Entry now) {
		if (Departures.isProtected(now)) {
			this.changes.add(PlannedChange.none(now.ref(), Action.CONFLICTED,
					"not in the registry at revision %s, but it is protected".formatted(this.sides.revision())));
			return;
		}
		String reason = "not in the registry at revision " + this.sides.revision();
		JsonObject content = now.members().withoutAll(SyncOwned.MEMBERS::contains);
		this.changes.add(PlannedChange.none(now.ref(), Action.WITHDRAWN,
				members(now.ref(), content, JsonObject.EMPTY, reason), reason));
	}

	/**
	 * A difference in when it registered alone is none.
	 */
	private void takeBack(Entry now, JsonObject then) {
		JsonObject after = content(then, now.members());
		if (after.without(EntryMerge.REGISTERED_AT).equals(now.members().without(EntryMerge.REGISTERED_AT))) {
			this.unchanged++;
			return;
		}
		this.changes.add(PlannedChange.of(Action.UPDATED, now.with(after),
				members(now.ref(), now.members(), after, reason()), reason()));
	}

	/**
	 * It has the identity that it had when it was last here.
	 */
	private void bringBack(Entry then) {
		@Nullable Entry last = this.sides.gone().get(then.ref().id());
		Entry after = (last != null) ? then.with(content(then.members(), last.members())) : then;
		JsonObject content = after.members().withoutAll(SyncOwned.MEMBERS::contains);
		this.changes.add(PlannedChange.of(Action.ADDED, after, members(then.ref(), JsonObject.EMPTY, content, reason()),
				reason()));
	}

	private String reason() {
		return "as it was at revision " + this.sides.revision();
	}

	/**
	 * The content of then with what is this program's of now. While the entry is or was
	 * absent, its status is this program's too.
	 */
	private static JsonObject content(JsonObject then, JsonObject now) {
		boolean absence = then.has(EntryMerge.MISSING_SINCE) || now.has(EntryMerge.MISSING_SINCE);
		Predicate<String> ours = (name) -> SyncOwned.MEMBERS.contains(name)
				|| (absence && name.equals(EntryMerge.STATUS));
		Map<String, Json> members = new LinkedHashMap<>();
		then.members().forEach((name, value) -> {
			Optional<Json> stays = ours.test(name) ? now.find(name) : Optional.of(value);
			stays.ifPresent((json) -> members.put(name, json));
		});
		now.members().forEach((name, value) -> {
			if (ours.test(name)) {
				members.putIfAbsent(name, value);
			}
		});
		return JsonObject.copyOf(members);
	}

	private List<MemberChange> members(EntryRef ref, JsonObject before, JsonObject after, String reason) {
		MemberOwners owners = this.policy.owners(ref.kind(), this.sides.base().find(ref.id()).orElse(null),
				Trails.members(this.sides.trails(), ref.id()));
		return MemberPair.of(before, after, owners)
			.stream()
			.filter(MemberPair::differ)
			.map((pair) -> new MemberChange(pair.at(), pair.left(), pair.right(), owners.of(pair.at()), reason))
			.toList();
	}

	/**
	 * The trails of the members that operators own, once a rollback's changes are
	 * applied: for a source it is as if operators had changed them.
	 */
	public static EntryTable trailsAfter(Collection<PlannedChange> changes, EntryTable trails) {
		List<PlannedChange> edits = changes.stream()
			.filter((change) -> change.action() == Action.UPDATED)
			.map((change) -> change
				.with(change.members().stream().filter((member) -> member.owner() == Owner.OPERATOR).toList()))
			.filter((change) -> !change.members().isEmpty())
			.toList();
		return Trails.edited(trails, edits, (id) -> false);
	}

}
