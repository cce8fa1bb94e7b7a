package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import dev.registrysync.coordinator.CoordinatorClient;
import dev.registrysync.history.Base;
import dev.registrysync.history.Details;
import dev.registrysync.history.ExternalEdits;
import dev.registrysync.history.History;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.reconcile.Conflict;
import dev.registrysync.reconcile.Trails;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Kind;
import dev.registrysync.sync.PushWork.KindWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells the source what operators changed here, after a run. It is decided while nothing
 * else runs, sent while others may run, so that two services that push to each other do
 * not wait for each other, and remembered alone again.
 */
final class PushStep {

	private static final Logger log = LoggerFactory.getLogger(PushStep.class);

	private final SyncPorts ports;

	private final CoordinatorClient source;

	private final History history;

	private final PushConflicts conflicts;

	private final BiConsumer<RunControl, Runnable> alone;

	private final Set<Kind> notOffered = ConcurrentHashMap.newKeySet();

	private final Turn sending = new Turn();

	private long decided;

	private long sent;

	private List<String> told = List.of();

	/**
	 * Makes the step.
	 * @param source whom it tells
	 * @param alone does something while nothing runs
	 */
	PushStep(SyncPorts ports, CoordinatorClient source, BiConsumer<RunControl, Runnable> alone) {
		this.ports = ports;
		this.source = source;
		this.history = ports.history();
		this.conflicts = new PushConflicts(source.name());
		this.alone = alone;
	}

	/**
	 * Decides what to send, and remembers what both sides have by now and what the source
	 * is about to lose. The run is committed: a failure here is one of the push.
	 * @param pulls what the source answered to the run
	 * @param result the run's result until now
	 */
	PushWork decide(RunContext context, Pulls pulls, RunResult result) {
		if (!this.source.isPushedTo() || context.options().dryRun()) {
			return PushWork.NONE;
		}
		this.decided++;
		Map<Kind, KindWork> kinds = new EnumMap<>(Kind.class);
		try {
			WorkingRegistry registry = this.ports.read(Pulls.none());
			for (Kind kind : Kind.values()) {
				if (!this.notOffered.contains(kind)) {
					Asked asked = new Asked(this.source.name(), kind);
					pulls.find(asked)
						.ifPresent((runtime) -> kinds.put(kind,
								new KindWork(context.push(asked, registry, runtime), pulls.findEtag(asked))));
				}
			}
			remember(context.control(), kinds, result);
			return new PushWork(this.decided, kinds, List.of());
		}
		catch (ProblemException ex) {
			return new PushWork(this.decided, Map.of(), List.of(ex));
		}
	}

	/**
	 * What {@link #decide} would answer where nothing has changed since it answered this.
	 * @param idle what it answered: nothing to send
	 */
	PushWork again(PushWork idle) {
		if (idle.isNone()) {
			return idle;
		}
		this.decided++;
		Map<Kind, KindWork> kinds = new EnumMap<>(idle.kinds());
		kinds.keySet().removeAll(this.notOffered);
		return new PushWork(this.decided, kinds, List.of());
	}

	private EntryTable trails(Kind kind) {
		return this.history.pushed(this.source.name(), kind);
	}

	private void remember(RunControl control, Map<Kind, KindWork> kinds, RunResult result) {
		Map<Kind, EntryTable> trails = new EnumMap<>(Kind.class);
		List<Conflict> found = new ArrayList<>();
		kinds.forEach((kind, work) -> {
			trails.put(kind, work.plan().trails());
			found.addAll(work.plan().conflicts());
		});
		remember(control, trails, this.conflicts.toNote(control, found, result));
		this.conflicts.noted(found);
	}

	private void remember(RunControl control, Map<Kind, EntryTable> trails, Details decided) {
		List<Base> changed = ChangedTrails.of(this.history, this.source.name(), trails);
		boolean toNote = !decided.isEmpty();
		if (!changed.isEmpty() || toNote) {
			RunOrigin run = control.origin();
			this.ports.gate()
				.publishing(
						() -> this.history.note(run.toCause(decided), run.requestedAt(), changed, ExternalEdits.NONE));
		}
		if (toNote) {
			control.written();
		}
	}

	/**
	 * Sends it. What is not taken now is sent by the next run.
	 * @param result the run's result until now
	 * @return the result with what became of the push
	 */
	RunResult push(PushWork work, RunResult result, RunControl control) {
		if (work.isNone()) {
			return result;
		}
		List<ProblemException> failures = new ArrayList<>(work.failures());
		Map<Kind, KindPush> pushes = new EnumMap<>(Kind.class);
		try {
			control.begin(Phase.PUSH, work.chunks());
			this.sending.take(control);
			try {
				send(work, pushes, failures, control);
			}
			finally {
				this.sending.pass();
			}
		}
		catch (ProblemException ex) {
			failures.add(ex);
		}
		tell(failures);
		return result.with(this.source.name(),
				new PushResult(counts(work, pushes), conflicts(work, pushes, result), failures, notice(pushes)));
	}

	/**
	 * What fails as it did before is no news.
	 */
	private synchronized void tell(List<ProblemException> failures) {
		List<String> details = failures.stream().map(ProblemException::detail).toList();
		Level level = details.equals(this.told) ? Level.DEBUG : Level.WARN;
		details.forEach((detail) -> log.atLevel(level).log("Not pushed: {}", detail));
		this.told = details;
	}

	private void send(PushWork work, Map<Kind, KindPush> pushes, List<ProblemException> failures, RunControl control) {
		if (!isStale(work)) {
			send(work, pushes, control);
		}
		pushes.values().stream().map(KindPush::failure).flatMap(Optional::stream).forEach(failures::add);
		rememberOutcome(pushes, control);
	}

	private boolean isStale(PushWork work) {
		boolean stale = work.number() < this.sent;
		this.sent = Math.max(this.sent, work.number());
		return stale;
	}

	private void send(PushWork work, Map<Kind, KindPush> pushes, RunControl control) {
		for (Map.Entry<Kind, KindWork> kind : work.kinds().entrySet()) {
			if (pushes.values().stream().noneMatch(KindPush::isLast)) {
				KindPush push = new KindPush(this.source, kind.getKey(), kind.getValue().etag(), control);
				push.send(kind.getValue().plan().sends());
				pushes.put(kind.getKey(), push);
			}
		}
	}

	/**
	 * Operators may have gone on meanwhile, so what is remembered now is taken up.
	 */
	private void rememberOutcome(Map<Kind, KindPush> pushes, RunControl control) {
		boolean any = pushes.values().stream().anyMatch((push) -> !push.taken().isEmpty() || !push.refused().isEmpty());
		if (any) {
			this.alone.accept(control, () -> {
				Map<Kind, EntryTable> trails = new EnumMap<>(Kind.class);
				pushes.forEach((kind, push) -> trails.put(kind,
						Trails.refused(Trails.pushed(trails(kind), push.taken()), push.refused())));
				remember(control, trails, Details.NONE);
			});
		}
	}

	private Map<Kind, Integer> counts(PushWork work, Map<Kind, KindPush> pushes) {
		Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
		work.kinds().keySet().forEach((kind) -> counts.put(kind, 0));
		pushes.forEach((kind, push) -> {
			counts.put(kind, push.taken().size());
			if (!push.taken().isEmpty()) {
				log.info("Pushed {} of {} to {}", push.taken().size(), kind, this.source.name());
			}
		});
		return counts;
	}

	private static List<Conflict> conflicts(PushWork work, Map<Kind, KindPush> pushes, RunResult result) {
		Stream<Conflict> decided = work.kinds().values().stream().flatMap((kind) -> kind.plan().conflicts().stream());
		Stream<Conflict> refused = pushes.values().stream().flatMap((push) -> push.conflicts().stream());
		return PushConflicts.unnamed(Stream.concat(decided, refused), result);
	}

	private Optional<String> notice(Map<Kind, KindPush> pushes) {
		Set<Kind> kinds = EnumSet.noneOf(Kind.class);
		pushes.forEach((kind, push) -> {
			if (!push.isOffered() && this.notOffered.add(kind)) {
				kinds.add(kind);
			}
		});
		if (kinds.isEmpty()) {
			return Optional.empty();
		}
		String notice = "The coordinator \"%s\" does not offer PATCH for %s: nothing is pushed to it until the next start."
			.formatted(this.source.name(), String.join(" and ", kinds.stream().map(Kind::plural).toList()));
		log.info("{}", notice);
		return Optional.of(notice);
	}

}
