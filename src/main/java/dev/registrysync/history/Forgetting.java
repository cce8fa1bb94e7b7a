package dev.registrysync.history;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.registrysync.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops now and then what is no longer kept of the history.
 */
final class Forgetting {

	private static final Logger log = LoggerFactory.getLogger(Forgetting.class);

	private final Retention retention;

	private final Journal journal;

	private final Snapshots snapshots;

	private final FileRuns runs;

	/** From how many revisions or lines on it pays to look. */
	private int dueRevisions;

	private int dueLines;

	Forgetting(Retention retention, Journal journal, Snapshots snapshots, FileRuns runs) {
		this.retention = retention;
		this.journal = journal;
		this.snapshots = snapshots;
		this.runs = runs;
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
		if (state.past().size() < this.dueRevisions && this.journal.present() < this.dueLines) {
			return;
		}
		try {
			drop(state, now);
		}
		catch (ProblemException ex) {
			log.warn("What is no longer kept of the history stays for now: {}", ex.detail());
		}
		next(state.past().size(), this.journal.present());
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
		Set<String> digests = new HashSet<>(state.past().digests());
		digests.addAll(state.documents().values());
		this.snapshots.retain(digests);
		this.runs.forget();
	}

}
