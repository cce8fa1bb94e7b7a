package dev.registrysync.sync;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.registrysync.history.Details;
import dev.registrysync.history.RunDetail;
import dev.registrysync.identity.ContentDigest;
import dev.registrysync.reconcile.Action;
import dev.registrysync.reconcile.Conflict;
import dev.registrysync.reconcile.Hold;
import dev.registrysync.reconcile.MemberChange;
import dev.registrysync.reconcile.Plan;
import dev.registrysync.reconcile.PlannedChange;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonArray;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.sync.Drift.Handling;

/**
 * Describes what a run decided: a JSON object for each entry that it changes, each
 * conflict with all values, each absence that waits and each edit by others. The digests
 * of a change are those of the attested content, so that the first one of a change is
 * always the last one of the entry's change before.
 */
final class RunDetails {

	private final WorkingRegistry registry;

	private final Attestations attestations;

	private RunDetails(WorkingRegistry registry, Attestations attestations) {
		this.registry = registry;
		this.attestations = attestations;
	}

	/**
	 * What a pass decided.
	 * @param registry the registry as it was read and as it is going to be
	 * @param attestations what of it is attested anew
	 */
	static Details of(WorkingRegistry registry, Attestations attestations, Collection<Plan> plans, List<Drift> drifts) {
		RunDetails details = new RunDetails(registry, attestations);
		return () -> Stream.concat(details.changes(plans, drifts), withoutChanges(plans, drifts));
	}

	/**
	 * Returns what a run decided beside what it has written with its commits: the
	 * conflicts of its pushes; if it has written nothing, all that it decided.
	 */
	static Details of(RunControl control, RunResult result) {
		Details decided = control.hasWritten() ? Details.NONE
				: () -> withoutChanges(result.plans().values(), result.drifts());
		return decided.and(of(result.pushConflicts()));
	}

	/**
	 * Returns the conflicts of a push.
	 */
	static Details of(List<Conflict> pushed) {
		return () -> pushed.stream().map(RunDetails::conflict);
	}

	private static Stream<RunDetail> withoutChanges(Collection<Plan> plans, List<Drift> drifts) {
		return Stream
			.of(plans.stream().flatMap((plan) -> plan.conflicts().stream()).map(RunDetails::conflict),
					plans.stream().flatMap((plan) -> plan.hold().stream()).flatMap(RunDetails::held),
					drifts.stream().map(RunDetails::drift))
			.flatMap((part) -> part);
	}

	private Stream<RunDetail> changes(Collection<Plan> plans, List<Drift> drifts) {
		List<PlannedChange> planned = plans.stream().flatMap((plan) -> plan.changes().stream()).toList();
		Set<EntryRef> written = planned.stream()
			.filter(this::isCommitted)
			.map(PlannedChange::ref)
			.collect(Collectors.toSet());
		Map<EntryRef, Drift> handled = new LinkedHashMap<>();
		drifts.stream()
			.filter((drift) -> drift.handling() != Handling.REPORTED)
			.forEach((drift) -> handled.put(drift.ref(), drift));
		Set<EntryRef> named = new HashSet<>(written);
		named.addAll(handled.keySet());
		return Stream
			.of(handled.values().stream().map((drift) -> handled(drift, written.contains(drift.ref()))),
					planned.stream().map((change) -> planned(change, Optional.ofNullable(handled.get(change.ref())))),
					this.registry.changedBeside(named).map(this::identity))
			.flatMap((part) -> part);
	}

	/**
	 * Whether a planned change is one of the registry.
	 */
	private boolean isCommitted(PlannedChange change) {
		boolean leaves = this.registry.findRead(change.ref()).isPresent() && this.registry.find(change.ref()).isEmpty();
		return change.writes() || leaves;
	}

	/**
	 * Describes an edit that was accepted or reverted. If an accepted edit changes
	 * nothing that is attested, only members that the service owns were put back.
	 * @param goesOn whether the run changes the entry beyond that
	 */
	private RunDetail handled(Drift drift, boolean goesOn) {
		EntryRef ref = drift.ref();
		Optional<ContentDigest> before = this.attestations.digestBefore(ref);
		Optional<ContentDigest> after = goesOn ? digestBetween(drift) : this.attestations.digestAfter(ref);
		boolean accepted = drift.handling() == Handling.ACCEPTED
				&& (drift.isAcceptedRemoval() || !before.equals(after));
		String reason = accepted ? "what somebody did to it in the file was accepted"
				: "what somebody did to it in the file was undone";
		return change(ref, accepted ? acceptance(drift) : Handling.REVERTED.text(), reason, before, after, List.of(),
				accepted || goesOn || this.registry.isChanged(ref));
	}

	private static String acceptance(Drift drift) {
		return drift.isAcceptedRemoval() ? Action.WITHDRAWN.text() : Handling.ACCEPTED.text();
	}

	/**
	 * The content that counts once the edit is handled and before the run's own change of
	 * the entry. If that change cannot be attested, nothing counts but what did before.
	 */
	private Optional<ContentDigest> digestBetween(Drift drift) {
		if (drift.isAcceptedRemoval()) {
			return Optional.empty();
		}
		Optional<ContentDigest> before = this.attestations.digestBefore(drift.ref());
		if (before.equals(this.attestations.digestAfter(drift.ref()))) {
			return before;
		}
		Optional<Entry> handled = (drift.handling() == Handling.ACCEPTED) ? drift.found() : drift.original();
		return handled.flatMap((entry) -> ContentDigest.find(entry.members())).or(() -> before);
	}

	private RunDetail planned(PlannedChange change, Optional<Drift> handled) {
		EntryRef ref = change.ref();
		Optional<ContentDigest> before = handled.map(this::digestBetween)
			.orElseGet(() -> this.attestations.digestBefore(ref));
		Optional<ContentDigest> after = this.attestations.digestAfter(ref);
		boolean committed = isCommitted(change);
		return change(ref, change.action().text(), change.reason(), committed ? before : after, after, change.members(),
				committed);
	}

	private RunDetail identity(EntryRef ref) {
		return change(ref, "identity", "its identity was made, mended or renewed", this.attestations.digestBefore(ref),
				this.attestations.digestAfter(ref), List.of(), true);
	}

	private static RunDetail change(EntryRef ref, String action, String reason, Optional<ContentDigest> before,
			Optional<ContentDigest> after, List<MemberChange> members, boolean committed) {
		JsonObject body = about("change", ref).with("action", action)
			.with("reason", reason)
			.with("content_before", json(before))
			.with("content_after", json(after))
			.with("members", new JsonArray(members.stream().<Json>map(RunDetails::member).toList()));
		return committed ? new RunDetail(ref, Optional.of(action), body)
				: new RunDetail(ref, Optional.empty(), body.with("committed", JsonLiteral.FALSE));
	}

	private static Json json(Optional<ContentDigest> digest) {
		return digest.<Json>map((known) -> new JsonString(known.text())).orElse(JsonLiteral.NULL);
	}

	private static JsonObject member(MemberChange change) {
		return JsonObject.EMPTY.with("member", change.member().toString())
			.with("before", orNull(change.before()))
			.with("after", orNull(change.after()))
			.with("owner", change.owner().text())
			.with("reason", change.reason());
	}

	/**
	 * A conflict, with the value that lost.
	 */
	private static RunDetail conflict(Conflict conflict) {
		return new RunDetail(conflict.ref(), Optional.empty(),
				about("conflict", conflict.ref()).with("member", conflict.member().toString())
					.with("base", orNull(conflict.base()))
					.with("runtime", orNull(conflict.runtime()))
					.with("persistent", orNull(conflict.persistent()))
					.with("winner", conflict.winner().text()));
	}

	private static Stream<RunDetail> held(Hold hold) {
		return hold.absent()
			.stream()
			.map((EntryId id) -> new EntryRef(hold.kind(), id))
			.map((ref) -> new RunDetail(ref, Optional.empty(), about("held", ref).with("reason", hold.reason())));
	}

	private static RunDetail drift(Drift drift) {
		List<Json> members = drift.members()
			.stream()
			.<Json>map((member) -> JsonObject.EMPTY.with("member", member.member())
				.with("attested", orNull(member.attested()))
				.with("found", orNull(member.found())))
			.toList();
		return new RunDetail(drift.ref(), Optional.empty(),
				about("drift", drift.ref()).with("change", drift.change())
					.with("handling", drift.handling().text())
					.with("members", new JsonArray(members)));
	}

	private static JsonObject about(String type, EntryRef ref) {
		return JsonObject.EMPTY.with("type", type).with("kind", ref.kind().plural()).with("id", ref.id().value());
	}

	private static Json orNull(Optional<Json> value) {
		return value.orElse(JsonLiteral.NULL);
	}

}
