package dev.registrysync.history;

import java.sql.Types;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import dev.registrysync.database.Database;
import dev.registrysync.database.Micros;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import dev.registrysync.registry.Sha256;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Stores runs in the tables {@code run} and {@code change}. The history calls it in the
 * transactions that record commits and notes, so what a run decided is there exactly if
 * the commit is.
 */
final class RunTable implements Runs {

	private static final int BATCH = 500;

	private static final int MOST_WAITING = 100;

	private final Database database;

	private final Deque<RunRecord> waiting = new ArrayDeque<>();

	RunTable(Database database) {
		this.database = database;
	}

	@Override
	public synchronized void record(List<RunRecord> ended) {
		this.waiting.addAll(ended);
		try {
			while (!this.waiting.isEmpty()) {
				end(this.waiting.getFirst());
				this.waiting.removeFirst();
			}
		}
		finally {
			while (this.waiting.size() > MOST_WAITING) {
				this.waiting.removeFirst();
			}
		}
	}

	private void end(RunRecord run) {
		this.database.write((jdbc) -> {
			String syncId = run.cause().syncId();
			jdbc.sql("""
					insert into run (sync_id, started_at, trigger, actor, outcome, validation)
					values (:sync, :at, :trigger, :actor, :outcome, :validation)
					on conflict (sync_id) do nothing""")
				.param("sync", syncId)
				.param("at", Micros.of(run.startedAt()))
				.param("trigger", run.cause().trigger())
				.param("actor", run.cause().actor())
				.param("outcome", run.outcome())
				.param("validation", run.validation())
				.update();
			append(jdbc, syncId, null, run.cause().details());
			return jdbc.sql("""
					update run set number = (select coalesce(max(number), 0) + 1 from run), outcome = :outcome,
						validation = :validation, revision = coalesce(:revision, revision), view = :view,
						details_of = case when exists (select 1 from change where sync_id = :sync) then :sync
							else :same_as end
					where sync_id = :sync""")
				.param("sync", syncId)
				.param("outcome", run.outcome())
				.param("validation", run.validation())
				.param("revision", run.revision().map(Revision::number).orElse(null), Types.BIGINT)
				.param("view", run.view())
				.param("same_as", run.sameAs().orElse(null), Types.VARCHAR)
				.update();
		});
	}

	/**
	 * Stores what a run decided with the commit that carries it out.
	 * @return the digest of the changes of each kind: for each in order, that of the
	 * digest before and the body
	 */
	Map<Kind, String> recorded(Commit commit) {
		return this.database.write((jdbc) -> {
			begin(jdbc, commit.cause(), commit.at(), "SUCCEEDED", commit.revision());
			return append(jdbc, commit.cause().syncId(), commit.revision(), commit.cause().details());
		});
	}

	/**
	 * Stores what a run decided that commits nothing. A run that decided nothing need not
	 * be recorded if it is interrupted.
	 */
	void noted(Cause cause, Instant at) {
		if (!cause.details().isEmpty()) {
			this.database.write((jdbc) -> {
				begin(jdbc, cause, at, "NO_CHANGE", null);
				return append(jdbc, cause.syncId(), null, cause.details());
			});
		}
	}

	/**
	 * Inserts the row of a run. A commit decides what becomes of the run; a note does
	 * only if nothing of it is in force.
	 */
	private static void begin(JdbcClient jdbc, Cause cause, Instant at, String outcome, @Nullable Revision revision) {
		jdbc.sql("""
				insert into run (sync_id, started_at, trigger, actor, outcome, validation, revision)
				values (:sync, :at, :trigger, :actor, :outcome, '', :revision)
				on conflict (sync_id) do update set
					outcome = case when excluded.revision is not null or run.outcome = 'FAILED' then excluded.outcome
						else run.outcome end,
					revision = coalesce(excluded.revision, run.revision)""")
			.param("sync", cause.syncId())
			.param("at", Micros.of(at))
			.param("trigger", cause.trigger())
			.param("actor", cause.actor())
			.param("outcome", outcome)
			.param("revision", (revision != null) ? revision.number() : null, Types.BIGINT)
			.update();
	}

	/**
	 * Appends details to those of the run. Those of which it has the same already are
	 * left out, unless they are changes that a commit carries out.
	 */
	private Map<Kind, String> append(JdbcClient jdbc, String syncId, @Nullable Revision revision, Details details) {
		Map<Kind, String> digests = new EnumMap<>(Kind.class);
		Iterator<RunDetail> each = details.stream().iterator();
		if (!each.hasNext()) {
			return digests;
		}
		long number = jdbc.sql("select coalesce(max(number), 0) from change where sync_id = ?")
			.param(syncId)
			.query(Long.class)
			.single();
		Set<String> known = (number > 0) ? known(jdbc, syncId) : new HashSet<>();
		List<Row> rows = new ArrayList<>();
		while (each.hasNext()) {
			RunDetail detail = each.next();
			String body = JsonText.compact(detail.body());
			if (detail.action().isPresent()) {
				digests.compute(detail.ref().kind(), (kind, before) -> digest(before, body));
			}
			if (detail.action().isPresent() || known.add(body)) {
				rows.add(new Row(++number, detail, body));
			}
			if (rows.size() == BATCH || !each.hasNext()) {
				insert(syncId, revision, rows);
				rows.clear();
			}
		}
		return digests;
	}

	private static String digest(@Nullable String before, String body) {
		return Sha256.of(((before != null) ? before : "").getBytes(US_ASCII), body.getBytes(US_ASCII));
	}

	private static Set<String> known(JdbcClient jdbc, String syncId) {
		return new HashSet<>(jdbc.sql("select body from change where sync_id = ? and action is null")
			.param(syncId)
			.query(String.class)
			.list());
	}

	private void insert(String syncId, @Nullable Revision revision, List<Row> rows) {
		this.database.batch("""
				insert into change (sync_id, number, revision, kind, id, action, body) values (?, ?, ?, ?, ?, ?, ?)""",
				rows, (statement, row) -> {
					statement.setString(1, syncId);
					statement.setLong(2, row.number());
					statement.setObject(3, (revision != null) ? revision.number() : null, Types.BIGINT);
					statement.setString(4, row.detail().ref().kind().plural());
					statement.setString(5, row.detail().ref().id().value());
					statement.setString(6, row.detail().action().orElse(null));
					statement.setString(7, row.body());
				});
	}

	/**
	 * Drops the changes of revisions before the oldest one that is kept, and all runs but
	 * the newest ones and those whose changes are kept.
	 * @param mostRuns how many runs are kept
	 */
	void retain(Revision oldest, int mostRuns) {
		this.database.write((jdbc) -> {
			jdbc.sql("delete from change where revision < ?").param(oldest.number()).update();
			return jdbc.sql("""
					delete from run where number <= (select max(number) from run) - :most
						and not exists (select 1 from change where sync_id = run.sync_id and action is not null)""")
				.param("most", mostRuns)
				.update();
		});
	}

	@Override
	public RunPage page(OptionalLong before, int limit, Optional<String> outcome, Optional<String> validation) {
		List<Found> found = this.database.read((jdbc) -> jdbc.sql("""
				select number, view from run
				where number < :before and outcome = coalesce(:outcome, outcome)
					and validation = coalesce(:validation, validation)
				order by number desc limit :limit""")
			.param("before", before.orElse(Long.MAX_VALUE))
			.param("outcome", outcome.orElse(null), Types.VARCHAR)
			.param("validation", validation.orElse(null), Types.VARCHAR)
			.param("limit", limit + 1)
			.query((row, index) -> new Found(row.getLong(1), row.getString(2)))
			.list());
		return new RunPage(found.stream().limit(limit).map(Found::text).toList(), next(found, limit));
	}

	private static OptionalLong next(List<Found> found, int limit) {
		return (found.size() > limit) ? OptionalLong.of(found.get(limit - 1).number()) : OptionalLong.empty();
	}

	@Override
	public Optional<String> find(String syncId) {
		return this.database.read((jdbc) -> jdbc.sql("select view from run where sync_id = ? and number is not null")
			.param(syncId)
			.query(String.class)
			.optional());
	}

	@Override
	public List<InterruptedRun> interrupted() {
		return this.database.read((jdbc) -> jdbc.sql("""
				select sync_id, trigger, actor, started_at, outcome, revision from run
				where number is null order by started_at""").query((row, index) -> {
			long revision = row.getLong(6);
			return new InterruptedRun(new Cause(row.getString(1), row.getString(2), row.getString(3), Details.NONE),
					Micros.toInstant(row.getLong(4)), row.getString(5),
					row.wasNull() ? Optional.empty() : Optional.of(new Revision(revision)));
		}).list());
	}

	@Override
	public Optional<DetailPage> details(String syncId, long after, int limit) {
		return this.database.read((jdbc) -> {
			Optional<String> owner = jdbc.sql("select details_of from run where sync_id = ? and details_of is not null")
				.param(syncId)
				.query(String.class)
				.optional();
			List<Found> found = jdbc.sql("""
					select number, body from change where sync_id = :sync and number > :after
					order by number limit :limit""")
				.param("sync", owner.orElse(syncId))
				.param("after", after)
				.param("limit", limit + 1)
				.query((row, index) -> new Found(row.getLong(1), row.getString(2)))
				.list();
			if (found.isEmpty() && after == 0 && owner.isPresent()) {
				return Optional.empty();
			}
			List<JsonObject> bodies = found.stream().limit(limit).map((line) -> json(line.text())).toList();
			return Optional.of(new DetailPage(bodies, next(found, limit)));
		});
	}

	private static JsonObject json(String body) {
		return (JsonObject) JsonReader.read(body.getBytes(US_ASCII));
	}

	private record Row(long number, RunDetail detail, String body) {
	}

	private record Found(long number, String text) {
	}

}
