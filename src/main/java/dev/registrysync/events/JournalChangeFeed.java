package dev.registrysync.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.history.ChangeLog;
import dev.registrysync.history.EntryChange;
import dev.registrysync.history.RevisionChanges;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Revision;

/**
 * Reads the feed from the history.
 */
final class JournalChangeFeed implements ChangeFeed {

	private final ChangeLog log;

	JournalChangeFeed(ChangeLog log) {
		this.log = log;
	}

	@Override
	public List<Change> after(Position position, int limit) {
		Revision at = new Revision(position.revision());
		requireKnown(at);
		List<Change> changes = new ArrayList<>();
		if (position.isWithin()) {
			this.log.find(at).ifPresent((revision) -> add(revision, position.change(), limit, changes));
		}
		while (changes.size() < limit) {
			Optional<RevisionChanges> next = this.log.findNext(at);
			if (next.isEmpty()) {
				break;
			}
			add(next.get(), 0, limit, changes);
			at = next.get().revision();
		}
		return changes;
	}

	/**
	 * Whoever was further than this history is has read another one.
	 */
	private void requireKnown(Revision revision) {
		Revision newest = this.log.newest();
		if (revision.compareTo(newest) > 0) {
			throw new ProblemException(ProblemCode.EVENTS_COMPACTED,
					"The last event belongs to revision %s, and the last one here is %s: it was another history."
						.formatted(revision, newest),
					Map.of("revision", revision.number()));
		}
	}

	private static void add(RevisionChanges revision, int skip, int limit, List<Change> changes) {
		List<EntryChange> all = revision.changes();
		for (int i = skip; i < all.size() && changes.size() < limit; i++) {
			changes.add(new Change(new Position(revision.revision().number(), i + 1), all.get(i), revision.at(),
					revision.syncId()));
		}
	}

	@Override
	public Position end() {
		return Position.endOf(this.log.newest().number());
	}

	@Override
	public boolean await(Position position, Duration atMost) throws InterruptedException {
		return this.log.await(new Revision(position.revision()), atMost);
	}

}
