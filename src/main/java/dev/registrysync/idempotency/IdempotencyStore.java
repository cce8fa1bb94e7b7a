package dev.registrysync.idempotency;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import dev.registrysync.database.Database;
import dev.registrysync.database.Micros;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Stores the calls with a key: those that are being made, without an answer, and the
 * answers of those that were made. The oldest answers are forgotten first.
 */
final class IdempotencyStore {

	static final Duration KEPT_FOR = Duration.ofHours(24);

	private final Database database;

	private final Clock clock;

	private final int mostAnswers;

	private final long mostBytes;

	/**
	 * Stores calls in the database.
	 * @param mostAnswers how many answers are kept
	 * @param mostBytes how large the bodies of all kept answers are together
	 */
	IdempotencyStore(Database database, Clock clock, int mostAnswers, long mostBytes) {
		this.database = database;
		this.clock = clock;
		this.mostAnswers = mostAnswers;
		this.mostBytes = mostBytes;
	}

	/**
	 * Forgets the calls that the end of a process has cut short. Only for the start, as
	 * no call is being made then; where other processes use the database too, such calls
	 * are forgotten when they are a day old.
	 */
	void forgetUnanswered() {
		if (this.database.isExclusive()) {
			this.database.write((sql) -> sql.sql("delete from idempotent_call where status is null").update());
		}
	}

	/**
	 * Begins a call. Whoever begins one ends it.
	 * @return the answer that it got before; empty if it is to be made now
	 * @throws ProblemException if it is being made at this moment, if the key was used
	 * for another request, or if the database fails
	 */
	Optional<Answer> begin(IdempotencyKey key, CallDigest digest) {
		return this.database.write((sql) -> {
			sql.sql("delete from idempotent_call where since < :since")
				.param("since", Micros.of(this.clock.instant().minus(KEPT_FOR)))
				.update();
			int begun = sql.sql("""
					insert into idempotent_call (id, digest, since) values (:id, :digest, :since)
					on conflict (id) do nothing
					""").param("id", key.id()).param("digest", digest.text()).param("since", now()).update();
			return (begun == 1) ? Optional.empty() : Optional.of(answer(sql, key, digest));
		});
	}

	/**
	 * A row that is gone by now belongs to a call of another process that has just
	 * failed.
	 */
	private static Answer answer(JdbcClient sql, IdempotencyKey key, CallDigest digest) {
		Optional<Call> call = sql.sql("select digest, status, headers, body from idempotent_call where id = :id")
			.param("id", key.id())
			.query((row, number) -> new Call(row.getString("digest"),
					(row.getString("status") != null)
							? Optional
								.of(new Answer(row.getInt("status"), row.getString("headers"), row.getBytes("body")))
							: Optional.empty()))
			.optional();
		if (call.isPresent() && !call.get().digest().equals(digest.text())) {
			throw new ProblemException(ProblemCode.IDEMPOTENCY_KEY_REUSED,
					"The key stood for a %s %s that asked for something else.".formatted(key.method(), key.path()));
		}
		return call.flatMap(Call::answer)
			.orElseThrow(() -> new ProblemException(ProblemCode.IDEMPOTENT_CALL_RUNNING,
					"The first %s %s with this key is not over yet.".formatted(key.method(), key.path())));
	}

	/**
	 * Ends a call that was made.
	 * @throws ProblemException if the database fails
	 */
	void answered(IdempotencyKey key, Answer answer) {
		this.database.write((sql) -> {
			sql.sql("""
					update idempotent_call set since = :since, status = :status, headers = :headers, body = :body
					where id = :id
					""")
				.param("since", now())
				.param("status", answer.status())
				.param("headers", answer.headers())
				.param("body", answer.body())
				.param("id", key.id())
				.update();
			return sql.sql("""
					delete from idempotent_call where id in (
						select id from (
							select id, count(*) over newer as answers, sum(length(body)) over newer as bytes
							from idempotent_call where status is not null
							window newer as (order by since desc, id)
						) as answered
						where answers > :answers or bytes > :bytes
					)
					""").param("answers", this.mostAnswers).param("bytes", this.mostBytes).update();
		});
	}

	/**
	 * Ends a call that changed nothing, so that it can be made again.
	 * @throws ProblemException if the database fails
	 */
	void failed(IdempotencyKey key) {
		this.database.write((sql) -> sql.sql("delete from idempotent_call where id = :id and status is null")
			.param("id", key.id())
			.update());
	}

	private long now() {
		return Micros.of(this.clock.instant());
	}

	/**
	 * One call.
	 *
	 * @param answer what it got; empty while it is being made
	 */
	private record Call(String digest, Optional<Answer> answer) {
	}

}
