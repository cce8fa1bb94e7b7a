package dev.registrysync.continuous;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

import dev.registrysync.problem.ProblemException;
import dev.registrysync.sync.Outcome;
import dev.registrysync.sync.SyncReport;
import dev.registrysync.sync.SyncReport.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * How the last round with a source ended. Only a change of that is worth a line in the
 * log, however often the same happens again; and of a source that goes to and fro only
 * that it does. For one thread.
 */
final class SourceState {

	private static final Logger log = LoggerFactory.getLogger(SourceState.class);

	private static final int MANY = 6;

	private static final long WHILE = Duration.ofHours(1).toNanos();

	private final String source;

	private final LongSupplier nanos;

	private final Deque<Long> changes = new ArrayDeque<>();

	private List<String> last = List.of();

	SourceState(String source) {
		this(source, System::nanoTime);
	}

	SourceState(String source, LongSupplier nanos) {
		this.source = source;
		this.nanos = nanos;
	}

	void ended(SyncReport report) {
		if (report.outcome() == Outcome.SUCCEEDED || report.outcome() == Outcome.NO_CHANGE) {
			now(List.of(), Level.INFO, "is well again");
			return;
		}
		List<String> codes = report.problems().stream().map(Problem::code).sorted().distinct().toList();
		String reason = (report.held() != null) ? report.held().remedy()
				: report.errors().stream().findFirst().orElse("see GET /syncs");
		now(List.of(report.outcome().name(), codes.toString()), Level.WARN,
				"is %s: %s".formatted(report.outcome(), reason));
	}

	void failed(ProblemException failure) {
		now(List.of(Outcome.FAILED.name(), failure.code().text()), Level.WARN,
				"fails: %s: %s".formatted(failure.code().text(), failure.detail()));
	}

	private void now(List<String> state, Level level, String what) {
		if (state.equals(this.last)) {
			return;
		}
		this.last = state;
		int lately = changedLately();
		if (lately < MANY) {
			log.atLevel(level).log("Continuous sync with {} {}", this.source, what);
		}
		else if (lately == MANY) {
			log.warn("Continuous sync with {} {}; it has changed {} times within an hour, "
					+ "and no other change is told before it does so less often", this.source, what, lately);
		}
		else {
			log.debug("Continuous sync with {} {}", this.source, what);
		}
	}

	/**
	 * Counts this change and those shortly before it.
	 */
	private int changedLately() {
		long now = this.nanos.getAsLong();
		this.changes.addLast(now);
		this.changes.removeIf((at) -> now - at > WHILE);
		while (this.changes.size() > MANY + 1) {
			this.changes.removeFirst();
		}
		return this.changes.size();
	}

}
