package dev.registrysync.history;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Revision;
import org.jspecify.annotations.Nullable;

/**
 * Reads what runs decided from their files. The last ones that were asked for are kept,
 * so that many readers at the same place read a file once.
 */
final class FileChangeLog implements ChangeLog {

	private static final int MOST_CHANGES = 20_000;

	private final Function<Revision, Place> places;

	private final FileRuns runs;

	private final Map<Revision, RevisionChanges> read = new LinkedHashMap<>(16, 0.75f, true);

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition moved = this.lock.newCondition();

	private Revision newest = Revision.NONE;

	/**
	 * Makes it.
	 * @param places looks up what is kept around a revision
	 */
	FileChangeLog(Function<Revision, Place> places, FileRuns runs) {
		this.places = places;
		this.runs = runs;
	}

	/**
	 * Hears which revision is the last one that is in force.
	 */
	void moveTo(Revision revision) {
		this.lock.lock();
		try {
			this.newest = revision;
			this.moved.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public Revision newest() {
		this.lock.lock();
		try {
			return this.newest;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean await(Revision revision, Duration atMost) throws InterruptedException {
		long left = atMost.toNanos();
		this.lock.lockInterruptibly();
		try {
			while (this.newest.compareTo(revision) <= 0 && left > 0) {
				left = this.moved.awaitNanos(left);
			}
			return this.newest.compareTo(revision) > 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public Optional<RevisionChanges> find(Revision revision) {
		Place place = this.places.apply(revision);
		if (place.forgotten()) {
			throw compacted(revision);
		}
		return place.here().map(this::changes);
	}

	@Override
	public Optional<RevisionChanges> findNext(Revision revision) {
		Place place = this.places.apply(revision.next());
		if (place.forgotten()) {
			throw compacted(revision.next());
		}
		return place.here().or(place::next).map(this::changes);
	}

	private synchronized RevisionChanges changes(KeptRevision kept) {
		@Nullable RevisionChanges known = this.read.get(kept.revision());
		if (known != null) {
			return known;
		}
		Decision decision = kept.decision().orElseThrow(() -> compacted(kept.revision()));
		List<EntryChange> all = decision.details()
			.map((digest) -> this.runs.changes(digest).orElseThrow(() -> compacted(kept.revision())))
			.orElse(List.of());
		RevisionChanges changes = new RevisionChanges(kept.revision(), kept.at(), decision.syncId(),
				all.stream().filter((change) -> kept.changed().containsKey(change.ref().kind())).toList());
		keep(changes);
		return changes;
	}

	private void keep(RevisionChanges changes) {
		this.read.put(changes.revision(), changes);
		while (this.read.size() > 1
				&& this.read.values().stream().mapToInt((kept) -> kept.changes().size() + 1).sum() > MOST_CHANGES) {
			this.read.remove(this.read.keySet().iterator().next());
		}
	}

	private static ProblemException compacted(Revision revision) {
		return new ProblemException(ProblemCode.EVENTS_COMPACTED,
				"What revision %s changed is not kept any more.".formatted(revision),
				Map.of("revision", revision.number()));
	}

	/**
	 * What is kept around a revision.
	 *
	 * @param forgotten whether nobody knows any more what it changed
	 * @param here the revision, if it changed something that is in force
	 * @param next the first one behind it that did
	 */
	record Place(boolean forgotten, Optional<KeptRevision> here, Optional<KeptRevision> next) {
	}

}
