package dev.registrysync.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.registrysync.database.Database;
import dev.registrysync.database.Micros;
import dev.registrysync.history.JournalRow.Type;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Revision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Deletes revisions that the retention no longer keeps. Runs after a write, and a failure
 * never affects that write.
 */
final class Compaction {

	private static final Logger log = LoggerFactory.getLogger(Compaction.class);

	private final Retention retention;

	private final Database database;

	private final Journal journal;

	private final EntryRows entries;

	private final RunTable runs;

	/** How many revisions there are. */
	private long revisions;

	/** From how many revisions or rows on it pays to look. */
	private long dueRevisions;

	private long dueRows;

	Compaction(Retention retention, Database database, Journal journal, EntryRows entries, RunTable runs) {
		this.retention = retention;
		this.database = database;
		this.journal = journal;
		this.entries = entries;
		this.runs = runs;
		next(0);
		this.revisions = revisions().size();
	}

	private void next(long present) {
		this.revisions = present;
		long kept = Math.max(this.retention.keep(), present);
		this.dueRevisions = kept + Math.max(1, kept / 4);
		this.dueRows = Math.max(this.retention.mostRows(), this.journal.present()) + this.retention.keepAtMost();
	}

	/**
	 * Counts a revision, and drops what is due.
	 */
	void committed(Instant now) {
		this.revisions++;
		look(now);
	}

	/**
	 * Drops what is due. What was written stays in force, whatever becomes of this.
	 */
	void look(Instant now) {
		if (this.revisions >= this.dueRevisions || this.journal.present() >= this.dueRows) {
			try {
				next(drop(revisions(), now));
			}
			catch (ProblemException ex) {
				log.warn("Revisions that are not kept any longer stay for now: {}", ex.detail());
			}
		}
	}

	/**
	 * Returns the revisions that are kept, the oldest first.
	 */
	List<KeptRevision> revisions() {
		return this.database.read((jdbc) -> jdbc.sql("""
				select revision, max(at) as at from document where revision >= :oldest and revision > 0
				group by revision order by revision""")
			.param("oldest", this.journal.head().oldest())
			.query((row, number) -> new KeptRevision(new Revision(row.getLong("revision")),
					Micros.toInstant(row.getLong("at"))))
			.list());
	}

	/**
	 * Drops what is due.
	 * @return how many revisions are left
	 */
	private int drop(List<KeptRevision> all, Instant now) {
		long written = firstWritten();
		long dropped = this.retention.dropped(all, now)
			.stream()
			.filter((revision) -> revision.revision().number() < written)
			.count();
		List<KeptRevision> kept = all.subList((int) dropped, all.size());
		if (kept.size() == all.size() && this.journal.present() < this.dueRows) {
			this.runs.retain(new Revision(this.journal.head().oldest()), this.retention.mostRows());
			return kept.size();
		}
		Revision oldest = kept.isEmpty() ? Revision.NONE : kept.get(0).revision();
		this.journal.verify();
		this.journal.requireIntact();
		List<JournalRow> rows = this.journal.scan().rows();
		int cut = cut(rows, oldest);
		if (cut > 1) {
			JournalRow last = rows.get(cut - 1);
			JsonObject body = JsonObject.EMPTY
				.with("documents", Members.texts(this.entries.documentsAt(last.sequence())))
				.with("entries", Members.texts(this.entries.digestsAt(last.sequence())));
			body = KeyJson.withRevoked(body, this.journal.scan().revoked(last.sequence()));
			this.journal.compact(last, oldest, now, body, (jdbc) -> {
				drop(jdbc, oldest, last.sequence());
				this.runs.retain(oldest, this.retention.mostRows());
			});
		}
		return kept.size();
	}

	/**
	 * Returns the earliest revision that a file was written of which lacks a later one:
	 * edits of that file are found by comparing it with that revision.
	 */
	private long firstWritten() {
		return this.database.read((jdbc) -> jdbc.sql("""
				select coalesce(min(publication.revision), :none) from publication
				join document on document.kind = publication.kind and to_revision is null
				where document.revision > publication.revision""")
			.param("none", Long.MAX_VALUE)
			.query(Long.class)
			.single());
	}

	/**
	 * How many rows are dropped: those before the commit of the oldest kept revision and,
	 * if that leaves too many, more.
	 */
	private int cut(List<JournalRow> rows, Revision oldest) {
		int cut = 0;
		while (cut < rows.size() && !isCommitFrom(rows.get(cut), oldest)) {
			cut++;
		}
		return Math.max((cut < rows.size()) ? cut : 0, rows.size() - this.retention.mostRows());
	}

	private static boolean isCommitFrom(JournalRow row, Revision oldest) {
		return row.event().type() == Type.COMMIT && row.event().revision().compareTo(oldest) >= 0;
	}

	private static void drop(JdbcClient jdbc, Revision oldest, long last) {
		for (String table : List.of("entry_version", "document")) {
			jdbc.sql("delete from %s where to_revision <= :oldest and to_sequence <= :last".formatted(table))
				.params(Map.of("oldest", oldest.number(), "last", last))
				.update();
		}
	}

}
