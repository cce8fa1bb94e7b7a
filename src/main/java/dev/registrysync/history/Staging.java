package dev.registrysync.history;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.database.Database;
import dev.registrysync.database.Micros;
import dev.registrysync.history.Base.Side;
import dev.registrysync.history.EntryRow.Identity;
import dev.registrysync.history.EntryRow.Placed;
import dev.registrysync.registry.DocumentParts;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.EntryText;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Text;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Prepares the rows that one row of the journal writes, and puts them in force. All calls
 * are within one transaction.
 */
final class Staging {

	private static final int CHUNK = 500;

	private final Database database;

	private final JdbcClient jdbc;

	private final long sequence;

	private final long revision;

	private final Map<Kind, List<String>> digests = new EnumMap<>(Kind.class);

	/**
	 * Begins.
	 * @param sequence the number of the journal's row
	 * @param revision the revision that the row is about
	 */
	Staging(Database database, JdbcClient jdbc, long sequence, long revision) {
		this.database = database;
		this.jdbc = jdbc;
		this.sequence = sequence;
		this.revision = revision;
	}

	/**
	 * Adds what a commit changes of entries and documents.
	 * @param withdrawn the entries that are withdrawn until then
	 * @param known the digests of the documents that were committed last
	 */
	void add(Commit commit, Set<EntryRef> withdrawn, Map<Kind, String> known) {
		EntryChanges changes = new EntryChanges(commit.attested(), commit.keys(), commit.edits());
		commit.edits().withdrawn().values().forEach(changes::withdraw);
		commit.documents().forEach((kind, document) -> {
			DocumentParts after = document.after().parts();
			changes.addMoves(kind, document, withdrawn);
			new Placement(this.jdbc, kind, document, after).addTo(changes, Optional.ofNullable(known.get(kind)));
			if (!known.containsKey(kind)) {
				document.before().ifPresent(this::addFound);
			}
			addDocument("document", document.after(), after, this.revision, this.sequence);
		});
		add(changes);
	}

	/**
	 * Adds what others did to entries.
	 */
	void add(ExternalEdits edits) {
		add(new EntryChanges(Map.of(), Map.of(), edits));
	}

	private void add(EntryChanges changes) {
		List<EntryRef> touched = List.copyOf(changes.touched());
		for (int start = 0; start < touched.size(); start += CHUNK) {
			List<EntryRef> chunk = touched.subList(start, Math.min(start + CHUNK, touched.size()));
			Map<EntryRef, EntryRow> present = present(chunk);
			List<EntryRow> next = chunk.stream()
				.map((ref) -> changes.next(present.getOrDefault(ref, EntryRow.none(ref)), this.revision, this.sequence))
				.toList();
			next.forEach((row) -> this.digests.computeIfAbsent(row.ref().kind(), (kind) -> new ArrayList<>())
				.add(row.digest()));
			stage("entry", next);
		}
	}

	private Map<EntryRef, EntryRow> present(List<EntryRef> refs) {
		Map<EntryRef, EntryRow> rows = new HashMap<>();
		for (Kind kind : Kind.values()) {
			List<String> ids = refs.stream()
				.filter((ref) -> ref.kind() == kind)
				.map((ref) -> ref.id().value())
				.toList();
			if (!ids.isEmpty()) {
				this.jdbc.sql("select * from entry where kind = :kind and id in (:ids)")
					.param("kind", kind.plural())
					.param("ids", ids)
					.query((columns, number) -> EntryRow.readWhole(columns))
					.list()
					.forEach((row) -> rows.put(row.ref(), row));
			}
		}
		return rows;
	}

	private void stage(String target, Collection<EntryRow> rows) {
		this.database.batch("""
				insert into staging (target, source, %s, text, digest)
				values (?, '', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""".formatted(EntryRow.COLUMNS), rows,
				(statement, row) -> {
					statement.setString(1, target);
					row.set(statement, 2);
				});
	}

	/**
	 * The first commit of a kind keeps the document that it found, as the registry had it
	 * before.
	 */
	private void addFound(RegistryDocument found) {
		DocumentParts parts = found.parts();
		List<EntryRow> rows = new ArrayList<>();
		int position = 0;
		for (Map.Entry<EntryId, EntryText> entry : parts.entries().entrySet()) {
			rows.add(new EntryRow(new EntryRef(found.kind(), entry.getKey()), Placed.of(position++, entry.getValue()),
					new Identity(null, null), null, null, 0, 0));
			if (rows.size() == CHUNK || position == parts.entries().size()) {
				stage("entry_version", rows);
				rows.clear();
			}
		}
		addDocument("document_version", found, parts, 0, 0);
	}

	private void addDocument(String target, RegistryDocument document, DocumentParts parts, long since, long writer) {
		this.jdbc.sql("""
				insert into staging (target, source, kind, id, position, text, revision, sequence, digest)
				values (:target, '', :kind, '', :gap, :text, :revision, :sequence, :digest)""")
			.param("target", target)
			.param("kind", document.kind().plural())
			.param("gap", parts.gap())
			.param("text", parts.frame())
			.param("revision", since)
			.param("sequence", writer)
			.param("digest", document.digest())
			.update();
	}

	/**
	 * Adds the rows of a base that differ from those that are there.
	 */
	void add(Base base, EntryTable present) {
		List<BaseRow> rows = new ArrayList<>();
		long last = this.jdbc
			.sql("select coalesce(max(position), 0) from %s where source = :source and kind = :kind"
				.formatted(base.side().table()))
			.param("source", base.source())
			.param("kind", base.kind().plural())
			.query(Long.class)
			.single();
		for (EntryId id : base.entries().ids()) {
			if (!base.entries().sameBytes(id, present)) {
				rows.add(new BaseRow(id, last + 1 + rows.size(), base.entries().text(id),
						base.entries().digest(id).toString()));
			}
		}
		present.ids()
			.stream()
			.filter((id) -> !base.entries().has(id))
			.forEach((id) -> rows.add(new BaseRow(id, 0, null, null)));
		this.database.batch("""
				insert into staging (target, source, kind, id, position, text, text_digest, revision, sequence, digest)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", rows, (statement, row) -> row.set(statement, base));
	}

	/**
	 * Returns the digest of all entries that were added, for each kind: the SHA-256 of
	 * the digests of their rows, in the order of these, one a line.
	 */
	Map<String, String> entries() {
		Map<String, String> entries = new HashMap<>();
		this.digests.forEach((kind, rows) -> entries.put(kind.plural(), EntryRows.digest(rows.stream().sorted())));
		return entries;
	}

	/**
	 * Puts what is staged in force.
	 * @param without the kinds of which nothing is
	 * @param now the time of a commit whose row is not in the journal yet
	 */
	static void publish(JdbcClient jdbc, Set<Kind> without, Instant now) {
		discard(jdbc, without);
		Set<String> targets = jdbc.sql("select distinct target from staging").query(String.class).set();
		if (targets.contains("entry")) {
			publishEntries(jdbc);
		}
		if (targets.contains("document")) {
			publishDocuments(jdbc, now);
		}
		for (Side side : Side.values()) {
			if (targets.contains(side.table())) {
				publishBases(jdbc, side.table());
			}
		}
		discard(jdbc, Set.of(Kind.values()));
	}

	private static void publishEntries(JdbcClient jdbc) {
		jdbc.sql("""
				insert into entry_version (%1$s, text, digest, to_revision, to_sequence)
				select %1$s, text, digest, to_revision, to_sequence from entry
				join (select kind as next_kind, id as next_id, revision as to_revision, sequence as to_sequence
					from staging where target = 'entry') next on kind = next_kind and id = next_id"""
			.formatted(EntryRow.COLUMNS)).update();
		jdbc.sql("""
				insert into entry (%1$s, text, digest) select %1$s, text, digest from staging where target = 'entry'
				on conflict (kind, id) do update set position = excluded.position, text_digest = excluded.text_digest,
					content = excluded.content, content_revision = excluded.content_revision,
					content_key_version = excluded.content_key_version, address = excluded.address,
					key_version = excluded.key_version, succeeds = excluded.succeeds, original = excluded.original,
					withdrawn = excluded.withdrawn, revision = excluded.revision, sequence = excluded.sequence,
					text = excluded.text, digest = excluded.digest""".formatted(EntryRow.COLUMNS)).update();
	}

	private static void publishDocuments(JdbcClient jdbc, Instant now) {
		jdbc.sql("""
				insert into entry_version (%1$s, text, digest, to_revision, to_sequence)
				select %2$s, s.text, s.digest, d.revision, d.sequence from staging s
				join staging d on d.target = 'document' and d.kind = s.kind where s.target = 'entry_version'"""
			.formatted(EntryRow.COLUMNS, "s." + EntryRow.COLUMNS.replace(", ", ", s."))).update();
		jdbc.sql(
				"""
						update document set
							to_revision = (select revision from staging where target = 'document' and staging.kind = document.kind),
							to_sequence = (select sequence from staging where target = 'document' and staging.kind = document.kind)
						where to_revision is null and kind in (select kind from staging where target = 'document')""")
			.update();
		jdbc.sql("""
				insert into document (kind, sequence, revision, at, text, gap, digest, to_revision, to_sequence)
				select s.kind, s.sequence, s.revision, 0, s.text, s.position, s.digest, d.revision, d.sequence
				from staging s join staging d on d.target = 'document' and d.kind = s.kind
				where s.target = 'document_version'""").update();
		jdbc.sql("""
				insert into document (kind, sequence, revision, at, text, gap, digest)
				select kind, s.sequence, s.revision, coalesce(at, :now), text, position, s.digest from staging s
				left join journal j on j.sequence = s.sequence where target = 'document'""")
			.param("now", Micros.of(now))
			.update();
	}

	private static void publishBases(JdbcClient jdbc, String table) {
		jdbc.sql("""
				delete from %s where (source, kind, id) in (
					select source, kind, id from staging where target = :table and text is null)""".formatted(table))
			.param("table", table)
			.update();
		jdbc.sql("""
				insert into %s (source, kind, id, position, text_digest, digest, text)
				select source, kind, id, position, text_digest, digest, text from staging
				where target = :table and text is not null
				on conflict (source, kind, id) do update set text_digest = excluded.text_digest,
					digest = excluded.digest, text = excluded.text"""
			.formatted(table)).param("table", table).update();
	}

	/**
	 * Discards what is staged of the kinds.
	 */
	static void discard(JdbcClient jdbc, Set<Kind> kinds) {
		kinds.forEach(
				(kind) -> jdbc.sql("delete from staging where kind = :kind").param("kind", kind.plural()).update());
	}

	/**
	 * A row of a base.
	 *
	 * @param id the entry
	 * @param position its place, if it is new
	 * @param text its value; null if it is to be deleted
	 * @param textDigest the digest of that
	 */
	private record BaseRow(EntryId id, long position, @Nullable Text text, @Nullable String textDigest) {

		private void set(PreparedStatement statement, Base base) throws SQLException {
			String kind = base.kind().plural();
			@Nullable Object[] values = { base.side().table(), base.source(), kind, this.id.value(), this.position,
					(this.text != null) ? this.text.bytes() : null, this.textDigest, 0L, 0L,
					(this.textDigest != null) ? Bases.digest(base.source(), kind, this.id.value(), this.textDigest)
							: "" };
			for (int i = 0; i < values.length; i++) {
				statement.setObject(i + 1, values[i]);
			}
		}

	}

}
