package dev.registrysync.history;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.registrysync.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops now and then what is no longer kept of the history, and what a commit left that
 * never came into force. That is done only after something was written, as only then the
 * journal is known to be whole.
 */
final class Forgetting {

	private static final Logger log = LoggerFactory.getLogger(Forgetting.class);

	private final Retention retention;

	private final Journal journal;

	private final Snapshots snapshots;

	private final RunTable runs;

	private final SetAsideJournals setAside;

	/** Whether an earlier process may have left files that nothing names. */
	private boolean swept;

	/** From how many revisions or lines on it pays to look. */
	private int dueRevisions;

	private int dueLines;

	Forgetting(Retention retention, Journal journal, Snapshots snapshots, RunTable runs, SetAsideJournals setAside) {
		this.retention = retention;
		this.journal = journal;
		this.snapshots = snapshots;
		this.runs = runs;
		this.setAside = setAside;
		next(retention.keep(), retention.mostLines());
	}

	private void next(int revisions, int lines) {
		this.dueRevisions = Math.max(this.retention.keep(), revisions) + Math.max(1, this.retention.keep() / 4);
		this.dueLines = Math.max(this.retention.mostLines(), lines) + this.retention.keepAtMost();
	}

	/**
	 * Drops what is due. What was recorded stays in force, whatever becomes of this.
	 */
	void look(HistoryState state, Instant now) {
		if (state.past().size() >= this.dueRevisions || this.journal.present() >= this.dueLines) {
			attempt(() -> drop(state, now));
			next(state.past().size(), this.journal.present());
		}
		else if (!this.swept) {
			attempt(() -> sweep(state));
		}
	}

	/**
	 * Removes what a commit left that could not be recorded: where the disk is full, each
	 * attempt would leave more.
	 */
	void lookAfterFailure(HistoryState state) {
		if (this.journal.broken().isEmpty()) {
			attempt(() -> sweep(state));
		}
	}

	private static void attempt(Runnable work) {
		try {
			work.run();
		}
		catch (ProblemException ex) {
			log.warn("What is no longer kept of the history stays for now: {}", ex.detail());
		}
	}

	/**
	 * The journal first: a snapshot that nothing names any more may stay, one that is
	 * named may not go.
	 */
	private void drop(HistoryState state, Instant now) {
		List<KeptRevision> all = state.past().revisions();
		List<KeptRevision> dropped = this.retention.dropped(all, now);
		this.journal.compact(all.subList(dropped.size(), all.size()), this.retention.mostLines(), now);
		state.past().drop(dropped);
		state.past().findOldest().ifPresent((oldest) -> this.runs.retain(oldest, this.retention.mostLines()));
		sweep(state);
	}

	private void sweep(HistoryState state) {
		Set<String> named = this.setAside.digests();
		named.addAll(state.past().digests());
		named.addAll(state.documents().values());
		this.snapshots.retain(named);
		this.swept = true;
	}

}
