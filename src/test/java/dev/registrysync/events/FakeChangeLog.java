package dev.registrysync.events;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import dev.registrysync.history.ChangeLog;
import dev.registrysync.history.EntryChange;
import dev.registrysync.history.RevisionSummary;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;

/**
 * A log of what the test commits.
 */
class FakeChangeLog implements ChangeLog {

	static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

	private final List<EntryChange> changes = new ArrayList<>();

	private Position compacted = Position.BEGINNING;

	/**
	 * Commits a revision that changes so many entries.
	 */
	synchronized void commit(long revision, int count) {
		for (int i = 1; i <= count; i++) {
			this.changes.add(new EntryChange(new Revision(revision), i, EntryRef.of(Kind.AGENTS, "agent-" + i),
					"updated", Optional.of("sha256:" + revision), Optional.empty(), NOON, "run-" + revision));
		}
		notifyAll();
	}

	synchronized void compactUpTo(Position position) {
		this.compacted = position;
	}

	@Override
	public synchronized Revision newest() {
		return this.changes.isEmpty() ? Revision.NONE : this.changes.get(this.changes.size() - 1).revision();
	}

	@Override
	public synchronized List<EntryChange> after(Revision revision, int number, int limit) {
		Position position = new Position(revision.number(), number);
		if (position.compareTo(this.compacted) < 0) {
			throw new ProblemException(ProblemCode.EVENTS_COMPACTED, "Not kept any more.");
		}
		return this.changes.stream()
			.filter((change) -> new Change(change).position().compareTo(position) > 0)
			.limit(limit)
			.toList();
	}

	@Override
	public List<RevisionSummary> revisions(long before, int limit) {
		throw new UnsupportedOperationException("the feed asks for changes only");
	}

	@Override
	public synchronized boolean await(Revision revision, Duration atMost) throws InterruptedException {
		long until = System.nanoTime() + atMost.toNanos();
		for (long left = atMost.toNanos(); left > 0
				&& newest().compareTo(revision) <= 0; left = until - System.nanoTime()) {
			TimeUnit.NANOSECONDS.timedWait(this, left);
		}
		return newest().compareTo(revision) > 0;
	}

}
