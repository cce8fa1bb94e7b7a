package dev.registrysync.events;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import dev.registrysync.history.EntryChange;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;

/**
 * A feed of what the test commits.
 */
class FakeFeed implements ChangeFeed {

	static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

	private final List<Change> changes = new ArrayList<>();

	private Position compacted = Position.BEGINNING;

	/**
	 * Commits a revision that changes so many entries.
	 */
	synchronized void commit(long revision, int count) {
		for (int i = 1; i <= count; i++) {
			this.changes
				.add(new Change(new EntryChange(new Revision(revision), i, EntryRef.of(Kind.AGENTS, "agent-" + i),
						"updated", Optional.of("sha256:" + revision), Optional.empty(), NOON, "run-" + revision)));
		}
		notifyAll();
	}

	synchronized void compactUpTo(Position position) {
		this.compacted = position;
	}

	@Override
	public synchronized List<Change> after(Position position, int limit) {
		if (position.compareTo(this.compacted) < 0) {
			throw new ProblemException(ProblemCode.EVENTS_COMPACTED, "Not kept any more.");
		}
		return this.changes.stream()
			.filter((change) -> change.position().compareTo(position) > 0)
			.limit(limit)
			.toList();
	}

	@Override
	public synchronized Position end() {
		return this.changes.isEmpty() ? Position.BEGINNING : this.changes.get(this.changes.size() - 1).position();
	}

	@Override
	public synchronized boolean await(Position position, Duration atMost) throws InterruptedException {
		long until = System.nanoTime() + atMost.toNanos();
		for (long left = atMost.toNanos(); left > 0
				&& end().compareTo(position) <= 0; left = until - System.nanoTime()) {
			TimeUnit.NANOSECONDS.timedWait(this, left);
		}
		return end().compareTo(position) > 0;
	}

}
