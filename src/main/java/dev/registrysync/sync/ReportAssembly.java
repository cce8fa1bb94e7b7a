package dev.registrysync.sync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.reconcile.Action;
import dev.registrysync.reconcile.Conflict;
import dev.registrysync.reconcile.Hold;
import dev.registrysync.reconcile.PlannedChange;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.Kind;
import dev.registrysync.sync.SyncReport.ChangeView;
import dev.registrysync.sync.SyncReport.Changes;
import dev.registrysync.sync.SyncReport.ConflictView;
import dev.registrysync.sync.SyncReport.DriftView;
import dev.registrysync.sync.SyncReport.EditView;
import dev.registrysync.sync.SyncReport.Held;
import dev.registrysync.sync.SyncReport.HeadView;
import dev.registrysync.sync.SyncReport.HeldKind;
import dev.registrysync.sync.SyncReport.MemberView;
import dev.registrysync.sync.SyncReport.Notice;
import dev.registrysync.sync.SyncReport.Problem;
import dev.registrysync.sync.SyncReport.SourceView;
import org.jspecify.annotations.Nullable;

/**
 * Tells a run's result in the words of the API.
 */
final class ReportAssembly {

	private static final int MAX_ENTRIES = 1000;

	private final RunContext context;

	private final RunResult result;

	ReportAssembly(RunContext context, RunResult result) {
		this.context = context;
		this.result = result;
	}

	SyncReport syncReport(Duration duration) {
		List<Problem> problems = problems();
		return new SyncReport(this.context.syncId(), this.context.ports().history().registryId(), this.result.outcome(),
				this.result.revision().number(), HeadView.of(this.context.ports().history().head()),
				agreed(Kind.AGENTS), agreed(Kind.TOOLS),
				this.result.keysCreated().size() + this.result.identitiesRepaired().size(), this.result.valid(),
				this.result.invalid(), Validation.of(this.context.options(), this.result),
				problems.stream().map(ReportAssembly::sentence).toList(), problems, notices(), changes(), conflicts(),
				drift(), this.result.census().outOfSync(), held(), this.result.planDigest(),
				this.context.options().dryRun(), this.context.now(), duration.toMillis(), sources());
	}

	/**
	 * Where no source was asked, nothing is known to agree with it.
	 */
	private int agreed(Kind kind) {
		return this.context.options().pull() ? this.result.agreed(kind) : 0;
	}

	KeysReport keysReport() {
		return new KeysReport(this.result.keysCreated().size(), this.result.identitiesRepaired().size(),
				problems().stream().map(ReportAssembly::sentence).toList());
	}

	private static String sentence(Problem problem) {
		String subject = (problem.id() != null) ? problem.kind() + "/" + problem.id() : problem.kind();
		return (subject != null) ? subject + ": " + problem.message() : problem.message();
	}

	List<Problem> problems() {
		List<Problem> problems = new ArrayList<>();
		this.result.failures().forEach((failure) -> problems.add(problem(failure)));
		failedPulls(problems);
		this.result.plans()
			.values()
			.forEach((plan) -> plan.malformed()
				.forEach((id, reason) -> problems.add(problem(plan.kind().plural(), id, ProblemCode.ENTRY_QUARANTINED,
						"put aside: " + reason + ". " + ProblemCode.ENTRY_QUARANTINED.remedy()))));
		this.result.unknownIds()
			.stream()
			.map(EntryId::value)
			.sorted()
			.forEach((id) -> problems.add(problem(null, id, ProblemCode.ENTRY_NOT_FOUND,
					"There is no entry \"%s\", neither at run time nor in the registry.".formatted(id))));
		this.result.failedIdentities()
			.forEach((ref, failure) -> problems
				.add(problem(ref.kind().plural(), ref.id().value(), failure.code(), told(failure))));
		this.result.pushFailures().forEach((failure) -> problems.add(problem(failure)));
		this.result.verdicts()
			.stream()
			.filter((verdict) -> !verdict.isValid())
			.forEach((verdict) -> problems.add(problem(verdict)));
		return problems;
	}

	private void failedPulls(List<Problem> problems) {
		Set<String> told = new HashSet<>();
		this.result.failedPulls().forEach((asked, failure) -> {
			told.add(asked.source());
			problems.add(problem(asked.kind().plural(), null, failure.code(), told(failure)));
		});
		this.result.unanswered().forEach((source, failure) -> {
			if (!told.contains(source)) {
				problems.add(problem(null, null, failure.code(), told(failure)));
			}
		});
	}

	/**
	 * What is worth knowing and no error.
	 */
	List<Notice> notices() {
		List<Notice> notices = new ArrayList<>();
		this.result.plans().decided().forEach((asked, plan) -> {
			int missing = Objects.requireNonNull(plan.counts().get(Action.MISSING));
			if (missing > 0) {
				notices.add(Notice.missing(asked, missing, plan.active()));
			}
		});
		this.result.census().eachOutOfSync((asked, entries) -> notices.add(Notice.outOfSync(asked, entries)));
		this.result.plans()
			.values()
			.forEach((plan) -> plan.flapping().forEach((id) -> notices.add(Notice.flapping(plan.kind(), id))));
		this.result.plans()
			.contested()
			.stream()
			.filter((contested) -> !contested.told())
			.limit(MAX_ENTRIES)
			.map(Notice::contested)
			.forEach(notices::add);
		this.result.plans().miscounted().forEach((asked, answer) -> notices.add(Notice.miscounted(asked, answer)));
		return notices;
	}

	private static Problem problem(@Nullable String kind, @Nullable String id, ProblemCode code, String message) {
		return new Problem(kind, id, code.text(), message);
	}

	/**
	 * A failure whose data may name the kind.
	 */
	private static Problem problem(ProblemException failure) {
		@Nullable String kind = (failure.data().get("kind") instanceof String name) ? name : null;
		return problem(kind, null, failure.code(), told(failure));
	}

	/**
	 * What went wrong, and what to do.
	 */
	private static String told(ProblemException failure) {
		String detail = failure.detail();
		return (detail.endsWith(".") ? detail : detail + ".") + " " + failure.remedy();
	}

	private static Problem problem(EntryVerdict verdict) {
		return new Problem(verdict.kind().plural(), verdict.id(), verdict.verdict().name().toLowerCase(Locale.ROOT),
				verdict.verdict() + ": " + verdict.reason() + " " + verdict.remedy());
	}

	private Changes changes() {
		List<ChangeView> entries = this.result.plans()
			.values()
			.stream()
			.flatMap((plan) -> plan.changes().stream())
			.limit(this.context.options().dryRun() ? Long.MAX_VALUE : MAX_ENTRIES)
			.map(ReportAssembly::view)
			.toList();
		return new Changes(counts(Kind.AGENTS), counts(Kind.TOOLS), entries);
	}

	Map<String, Integer> counts(Kind kind) {
		Map<String, Integer> counts = new LinkedHashMap<>();
		for (Action action : Action.values()) {
			counts.put(action.text(), this.result.plans().count(kind, action));
		}
		return counts;
	}

	private static ChangeView view(PlannedChange change) {
		List<MemberView> members = change.members()
			.stream()
			.map((member) -> new MemberView(member.member().toString(), member.before().orElse(null),
					member.after().orElse(null), member.owner().text(), member.reason()))
			.toList();
		return new ChangeView(change.ref().kind().plural(), change.ref().id().value(), change.action().text(),
				change.reason(), members);
	}

	private List<ConflictView> conflicts() {
		return Stream
			.concat(this.result.plans().values().stream().flatMap((plan) -> plan.conflicts().stream()),
					this.result.pushConflicts().stream())
			.map(ReportAssembly::view)
			.toList();
	}

	private static ConflictView view(Conflict conflict) {
		return new ConflictView(conflict.ref().kind().plural(), conflict.ref().id().value(),
				conflict.member().toString(), conflict.base().orElse(null), conflict.runtime().orElse(null),
				conflict.persistent().orElse(null), conflict.winner().text());
	}

	private List<DriftView> drift() {
		return this.result.drifts().stream().limit(MAX_ENTRIES).map(ReportAssembly::view).toList();
	}

	private static DriftView view(Drift drift) {
		return new DriftView(drift.ref().kind().plural(), drift.ref().id().value(), drift.change(),
				drift.handling().text(),
				drift.members()
					.stream()
					.map((member) -> new EditView(member.member(), member.attested().orElse(null),
							member.found().orElse(null)))
					.toList());
	}

	private @Nullable Held held() {
		List<HeldKind> kinds = new ArrayList<>();
		this.result.plans()
			.decided()
			.forEach((asked, plan) -> plan.hold().ifPresent((hold) -> kinds.add(view(asked.source(), hold))));
		return kinds.isEmpty() ? null : new Held(kinds,
				"If they really left, POST /sync with {\"approve\": \"%s\"}; else mend the coordinator and sync again."
					.formatted(this.result.planDigest()));
	}

	private static HeldKind view(String source, Hold hold) {
		return new HeldKind(source, hold.kind().plural(), hold.reason(),
				hold.absent().stream().map(EntryId::value).toList());
	}

	List<SourceView> sources() {
		return this.context.ports().sources().names().stream().map(this::source).toList();
	}

	private SourceView source(String source) {
		PushResult push = this.result.pushes().getOrDefault(source, PushResult.NONE);
		return new SourceView(source, answer(source, Kind.AGENTS), answer(source, Kind.TOOLS), pushed(push),
				push.notice().orElse(null));
	}

	private static @Nullable Map<String, Integer> pushed(PushResult push) {
		if (push.pushed().isEmpty()) {
			return null;
		}
		Map<String, Integer> pushed = new LinkedHashMap<>();
		push.pushed().forEach((kind, count) -> pushed.put(kind.plural(), count));
		return pushed;
	}

	private String answer(String source, Kind kind) {
		Asked asked = new Asked(source, kind);
		Scope scope = this.context.options().scope();
		if (!this.context.options().pull() || !scope.kinds().contains(kind) || !scope.asks(source)) {
			return "not_asked";
		}
		if (this.result.plans().find(asked).isPresent()) {
			return "answered";
		}
		return (this.result.failedPulls().containsKey(asked) || this.result.unanswered().containsKey(source)) ? "failed"
				: "not_offered";
	}

}
