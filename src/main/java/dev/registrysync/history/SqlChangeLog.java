package dev.registrysync.history;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

	private static EntryChange change(ResultSet row, int index) throws SQLException {
		JsonObject body = (JsonObject) JsonReader.read(row.getString(6).getBytes(StandardCharsets.US_ASCII));
		return new EntryChange(new Revision(row.getLong(1)), row.getInt(2),
				EntryRef.of(Members.kind(row.getString(3)), row.getString(4)), row.getString(5),
				body.findText("content_before"), body.findText("content_after"), Micros.toInstant(row.getLong(7)),
				row.getString(8));
	}

}
