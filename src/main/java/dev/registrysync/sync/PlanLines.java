package dev.registrysync.sync;

import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.registrysync.reconcile.Plan;
import dev.registrysync.reconcile.PlannedChange;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Sha256;
import dev.registrysync.sync.Drift.Handling;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * All that a plan does, whatever the order of the entries and of their members.
 */
final class PlanLines {

	private static final byte[] BEGIN = "[".getBytes(US_ASCII);

	private static final byte[] NEXT = ",".getBytes(US_ASCII);

	private static final byte[] END = "]".getBytes(US_ASCII);

	private final List<PlanLine> lines;

	private final String digest;

	PlanLines(Collection<PlanLine> lines) {
		this.lines = lines.stream().map(Named::new).sorted(Named.ORDER).map(Named::line).toList();
		this.digest = Sha256.of(this::text);
	}

	/**
	 * The lines as a JSON array, a line at a time.
	 */
	private Iterator<byte[]> text() {
		Stream<byte[]> separated = this.lines.stream()
			.flatMap((line) -> Stream.of(NEXT, JsonText.compactBytes(line.toJson())))
			.skip(1);
		return Stream.concat(Stream.of(BEGIN), Stream.concat(separated, Stream.of(END))).iterator();
	}

	/**
	 * All that is decided.
	 * @param drifts what others did to the files; it counts if something is done about it
	 */
	static PlanLines of(Collection<Plan> plans, List<Drift> drifts) {
		return of(plans, drifts.stream(), plans.stream().flatMap((plan) -> plan.changes().stream()));
	}

	private static PlanLines of(Collection<Plan> plans, Stream<Drift> drifts, Stream<PlannedChange> changes) {
		Stream<PlanLine> edits = drifts.filter((drift) -> drift.handling() != Handling.REPORTED).map(PlanLine::of);
		Stream<PlanLine> planned = changes.map(PlanLine::of).flatMap(Optional::stream);
		return new PlanLines(Stream.of(edits, planned, held(plans)).flatMap((lines) -> lines).toList());
	}

	/**
	 * Returns what the next run decides about the same answers and files: the absences
	 * that wait, and what is decided again in each run.
	 */
	static PlanLines ofNextRun(Collection<Plan> plans) {
		return of(plans, Stream.empty(),
				plans.stream().flatMap((plan) -> plan.changes().stream()).filter((change) -> !change.writes()));
	}

	private static Stream<PlanLine> held(Collection<Plan> plans) {
		return plans.stream()
			.map(Plan::hold)
			.flatMap(Optional::stream)
			.flatMap((hold) -> hold.absent().stream().map((id) -> PlanLine.held(hold.kind(), id)));
	}

	/**
	 * What is done, in an order of its own.
	 */
	List<PlanLine> lines() {
		return this.lines;
	}

	/**
	 * Whether all that the other plan does is among this.
	 */
	boolean hasAll(PlanLines other) {
		Set<String> known = this.lines.stream()
			.map((line) -> JsonText.compact(line.toJson()))
			.collect(Collectors.toSet());
		return other.lines.stream().map((line) -> JsonText.compact(line.toJson())).allMatch(known::contains);
	}

	/**
	 * Names the plan: two plans with one digest do the same.
	 */
	String digest() {
		return this.digest;
	}

	/**
	 * A line with the name of its entry, by which lines are sorted.
	 */
	private record Named(String name, PlanLine line) {

		private static final Comparator<Named> ORDER = Comparator.comparing(Named::name)
			.thenComparing((named) -> named.line().action());

		private Named(PlanLine line) {
			this(line.ref().toString(), line);
		}

	}

}
