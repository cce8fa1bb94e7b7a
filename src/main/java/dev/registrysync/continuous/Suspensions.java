package dev.registrysync.continuous;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.registrysync.database.Database;
import dev.registrysync.database.Micros;
import dev.registrysync.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores whether continuous sync is suspended. A suspension survives restarts and holds
 * for every process that uses the database.
 */
final class Suspensions {

	private static final Logger log = LoggerFactory.getLogger(Suspensions.class);

	private final Database database;

	private final Clock clock;

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	Suspensions(Database database, Clock clock) {
		this.database = database;
		this.clock = clock;
	}

	/**
	 * Calls the listener whenever this process begins or ends a suspension.
	 */
	void onChange(Runnable listener) {
		this.listeners.add(listener);
	}

	/**
	 * Returns the suspension that holds now. One that is over is removed, so that it does
	 * not hold again if the clock is set back.
	 * @throws ProblemException if the database fails
	 */
	Optional<Suspension> find() {
		Optional<Suspension> found = this.database.read((sql) -> sql.sql("""
				select reason, suspended_by, since, until from suspension where id = 1
				""").query(Suspensions::row).optional());
		if (found.isEmpty() || !found.get().isOver(this.clock.instant())) {
			return found;
		}
		end(found.get().until());
		return Optional.empty();
	}

	private void end(Instant until) {
		int ended = this.database.write((sql) -> sql.sql("""
				delete from suspension where until = :until
				""").param("until", Micros.of(until)).update());
		if (ended > 0) {
			log.info("Continuous sync goes on: its suspension was until {}", until);
		}
	}

	/**
	 * Suspends continuous sync; a suspension that holds is replaced.
	 * @throws ProblemException if the database fails
	 */
	Suspension suspend(String reason, String by, Instant until) {
		Suspension suspension = new Suspension(reason, by, this.clock.instant().truncatedTo(ChronoUnit.MICROS),
				until.truncatedTo(ChronoUnit.MICROS));
		this.database.write((sql) -> sql.sql("""
				insert into suspension (id, reason, suspended_by, since, until)
				values (1, :reason, :by, :since, :until)
				on conflict (id) do update set reason = excluded.reason, suspended_by = excluded.suspended_by,
				since = excluded.since, until = excluded.until
				""")
			.param("reason", reason)
			.param("by", by)
			.param("since", Micros.of(suspension.since()))
			.param("until", Micros.of(suspension.until()))
			.update());
		log.info("Continuous sync is suspended until {} by {}: {}", until, by, reason);
		changed();
		return suspension;
	}

	/**
	 * Ends a suspension.
	 * @return the one that held, if any
	 * @throws ProblemException if the database fails
	 */
	Optional<Suspension> resume(String by) {
		Optional<Suspension> ended = this.database.write((sql) -> sql.sql("""
				delete from suspension where id = 1 returning reason, suspended_by, since, until
				""").query(Suspensions::row).optional());
		ended.ifPresent((suspension) -> log.info("Continuous sync goes on: resumed by {}", by));
		changed();
		return ended;
	}

	private static Suspension row(ResultSet row, int number) throws SQLException {
		return new Suspension(row.getString("reason"), row.getString("suspended_by"),
				Micros.toInstant(row.getLong("since")), Micros.toInstant(row.getLong("until")));
	}

	private void changed() {
		this.listeners.forEach(Runnable::run);
	}

}
