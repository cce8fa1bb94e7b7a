package dev.registrysync.history;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import dev.registrysync.database.Database;
import dev.registrysync.database.Micros;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;

/**
 * Reads the table {@code change} up to the last revision that is in force.
 */
final class SqlChangeLog implements ChangeLog {

	private final Database database;

	private final Predicate<Revision> compacted;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition moved = this.lock.newCondition();

	private Revision newest = Revision.NONE;

	/**
	 * Creates it.
	 * @param compacted whether the changes of a revision are not kept any more
	 */
	SqlChangeLog(Database database, Predicate<Revision> compacted) {
		this.database = database;
		this.compacted = compacted;
	}

	/**
	 * Sets the last revision that is in force, and wakes those who wait for it.
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
	public List<EntryChange> after(Revision revision, int number, int limit) {
		Revision last = newest();
		List<EntryChange> changes = this.database.read((jdbc) -> jdbc.sql("""
				select change.revision, change.number, kind, id, action, body, started_at, change.sync_id
				from change join run on run.sync_id = change.sync_id
				where (change.revision, change.number) > (:revision, :number) and change.revision <= :last
					and action is not null
				order by change.revision, change.number limit :limit""")
			.param("revision", revision.number())
			.param("number", number)
			.param("last", last.number())
			.param("limit", limit)
			.query(SqlChangeLog::change)
			.list());
		Revision first = (number < Integer.MAX_VALUE && revision.number() > 0) ? revision : revision.next();
		if (first.compareTo(last) <= 0 && this.compacted.test(first)) {
			throw new ProblemException(ProblemCode.EVENTS_COMPACTED,
					"What revision %s changed is not kept any more.".formatted(first),
					Map.of("revision", first.number()));
		}
		return changes;
	}

	@Override
	public List<RevisionSummary> revisions(long before, int limit) {
		List<Count> counts = this.database.read(
				(jdbc) -> jdbc.sql("""
						select change.revision, kind, action, count(*), min(started_at), change.sync_id, trigger, actor
						from change join run on run.sync_id = change.sync_id
						where change.revision in (select distinct revision from change
								where revision < :before and revision <= :last and action is not null
								order by revision desc limit :limit)
							and action is not null
						group by change.revision, kind, action, change.sync_id, trigger, actor
						order by change.revision desc, kind, action""")
					.param("before", before)
					.param("last", newest().number())
					.param("limit", limit)
					.query((row,
							index) -> new Count(
									new RevisionSummary(new Revision(row.getLong(1)), Micros.toInstant(row.getLong(5)),
											new Cause(row.getString(6), row.getString(7), row.getString(8),
													Details.NONE),
											new EnumMap<>(Kind.class)),
									Members.kind(row.getString(2)), row.getString(3), row.getInt(4)))
					.list());
		Map<Revision, RevisionSummary> found = new LinkedHashMap<>();
		counts.forEach((count) -> found.computeIfAbsent(count.of().revision(), (revision) -> count.of())
			.counts()
			.computeIfAbsent(count.kind(), (kind) -> new TreeMap<>())
			.put(count.action(), count.number()));
		return List.copyOf(found.values());
	}

	/**
	 * How many changes of one action a revision made of one kind.
	 */
	private record Count(RevisionSummary of, Kind kind, String action, int number) {
	}

	private static EntryChange change(ResultSet row, int index) throws SQLException {
		JsonObject body = (JsonObject) JsonReader.read(row.getString(6).getBytes(StandardCharsets.US_ASCII));
		return new EntryChange(new Revision(row.getLong(1)), row.getInt(2),
				EntryRef.of(Members.kind(row.getString(3)), row.getString(4)), row.getString(5),
				body.findText("content_before"), body.findText("content_after"), Micros.toInstant(row.getLong(7)),
				row.getString(8));
	}

}
