package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.reconcile.Hold;
import dev.registrysync.reconcile.MemberChange;
import dev.registrysync.reconcile.Plan;
import dev.registrysync.reconcile.PlannedChange;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.JsonArray;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Sha256;
import dev.registrysync.sync.Drift.Handling;

/**
 * Names a plan: two plans with one digest do the same. The time of the run does not
 * count.
 */
final class PlanDigest {

	private PlanDigest() {
	}

	/**
	 * The digest of all that is decided.
	 * @param drifts what others did to the files; it counts if something is done about it
	 */
	static String of(Collection<Plan> plans, List<Drift> drifts) {
		List<Json> lines = new ArrayList<>();
		drifts.stream()
			.filter((drift) -> drift.handling() != Handling.REPORTED)
			.forEach((drift) -> lines.add(line(drift)));
		for (Plan plan : plans) {
			plan.changes().forEach((change) -> lines.add(line(change)));
			plan.hold().ifPresent((hold) -> lines.add(line(hold)));
		}
		return digest(lines);
	}

	/**
	 * The digest of what is left once all is applied that needs no approval.
	 */
	static String ofHolds(Collection<Plan> plans) {
		return digest(plans.stream().map(Plan::hold).flatMap(Optional::stream).map(PlanDigest::line).toList());
	}

	private static String digest(List<Json> lines) {
		return Sha256.of(JsonText.compactBytes(new JsonArray(lines)));
	}

	private static Json line(PlannedChange change) {
		List<Json> line = new ArrayList<>();
		line.add(new JsonString(change.ref().toString()));
		line.add(new JsonString(change.action().text()));
		switch (change.action()) {
			case ADDED -> change.after()
				.ifPresent((entry) -> entry.members()
					.members()
					.entrySet()
					.stream()
					.filter((member) -> !isTime(JsonPointer.of(member.getKey())))
					.forEach((member) -> add(line, member)));
			case UPDATED, MISSING, INACTIVATED, REACTIVATED, WITHDRAWN, UNCHANGED, CONFLICTED, QUARANTINED ->
				change.members().stream().filter((member) -> !isTime(member.member())).forEach((m) -> add(line, m));
		}
		return new JsonArray(line);
	}

	private static void add(List<Json> line, Map.Entry<String, Json> member) {
		line.add(new JsonString(member.getKey()));
		line.add(member.getValue());
	}

	private static void add(List<Json> line, MemberChange change) {
		line.add(new JsonString(change.member().toString()));
		line.add(change.before().orElse(JsonLiteral.NULL));
		line.add(change.after().orElse(JsonLiteral.NULL));
	}

	private static Json line(Drift drift) {
		return new JsonArray(List.of(new JsonString(drift.ref().toString()), new JsonString(drift.handling().text()),
				drift.found().<Json>map(Entry::members).orElse(JsonLiteral.NULL)));
	}

	private static Json line(Hold hold) {
		List<Json> line = new ArrayList<>();
		line.add(new JsonString(hold.kind() + " absent"));
		hold.absent().stream().sorted().forEach((id) -> line.add(new JsonString(id.value())));
		return new JsonArray(line);
	}

	private static boolean isTime(JsonPointer member) {
		return switch (member.first()) {
			case "created_at", "last_updated", "last_updated_at", "missing_since", "registered_at" -> true;
			default -> false;
		};
	}

}
