package dev.registrysync.history;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import dev.registrysync.database.Database;
import dev.registrysync.history.EntryRow.Identity;
import dev.registrysync.history.EntryRow.Placed;
import dev.registrysync.registry.Digest;
import dev.registrysync.registry.DocumentParts;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.EntryText;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Text;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes what one row of the journal says about entries, documents and bases into their
 * tables. All calls are within one transaction.
 */
final class RowWriter {

	private static final int CHUNK = 500;

	private final Database database;

	private final JdbcClient jdbc;

	private final long sequence;

	private final long revision;

	private final Map<Kind, List<Digest>> digests = new EnumMap<>(Kind.class);

	private final Map<String, String> documents = new TreeMap<>();

	/**
	 * Begins.
	 * @param sequence the number of the journal's row
	 * @param revision the revision that the row is about
	 */
	RowWriter(Database database, JdbcClient jdbc, long sequence, long revision) {
		this.database = database;
		this.jdbc = jdbc;
		this.sequence = sequence;
		this.revision = revision;
	}

	/**
	 * Writes what a commit changes of entries and documents.
	 * @param withdrawn the entries that are withdrawn until then
	 * @param known the kinds that have a document already
	 */
	void write(Commit commit, Set<EntryRef> withdrawn, Set<Kind> known) {
		EntryChanges changes = new EntryChanges(commit.attested(), commit.keys(), commit.edits());
		commit.edits().withdrawn().values().forEach(changes::withdraw);
		commit.documents().forEach((kind, document) -> {
			DocumentParts after = document.after().parts();
			changes.addMoves(kind, document, withdrawn);
			new Placement(this.jdbc, kind, document, after).addTo(changes);
			if (!known.contains(kind)) {
				begin(kind, document.before(), commit.at());
			}
			this.jdbc.sql("""
					update publication set next_revision = :revision, next_digest = null, replaced = :file
					where kind = :kind""")
				.param("revision", this.revision)
				.param("file", document.file().orElse(null), Types.VARCHAR)
				.param("kind", kind.plural())
				.update();
			this.jdbc.sql("""
					update document set to_revision = :revision, to_sequence = :sequence
					where kind = :kind and to_revision is null""")
				.param("revision", this.revision)
				.param("sequence", this.sequence)
				.param("kind", kind.plural())
				.update();
			DocumentRow row = DocumentRow.of(kind, this.sequence, this.revision, commit.at(), after);
			row.insert(this.jdbc);
			this.documents.put(kind.plural(), row.digest());
		});
		write(changes);
	}

	/**
	 * Writes what others did to entries.
	 */
	void write(ExternalEdits edits) {
		write(new EntryChanges(Map.of(), Map.of(), edits));
	}

	private void write(EntryChanges changes) {
		List<EntryRef> touched = List.copyOf(changes.touched());
		for (int start = 0; start < touched.size(); start += CHUNK) {
			List<EntryRef> chunk = touched.subList(start, Math.min(start + CHUNK, touched.size()));
			Map<EntryRef, EntryRow> present = takePresent(chunk);
			List<EntryRow> next = chunk.stream()
				.map((ref) -> changes.next(present.getOrDefault(ref, EntryRow.none(ref)), this.revision, this.sequence))
				.toList();
			next.forEach((row) -> this.digests.computeIfAbsent(row.ref().kind(), (kind) -> new ArrayList<>())
				.add(Digest.find(row.digest()).orElseThrow()));
			insert("entry", next);
		}
	}

	/**
	 * Reads the present rows of entries, and moves them to those of earlier revisions.
	 */
	private Map<EntryRef, EntryRow> takePresent(List<EntryRef> refs) {
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
		replace(rows.values());
		return rows;
	}

	private void replace(Collection<EntryRow> rows) {
		this.database.batch("""
				insert into entry_version (%1$s, text, digest, to_revision, to_sequence)
				select %1$s, text, digest, ?, ? from entry where kind = ? and id = ?""".formatted(EntryRow.COLUMNS),
				rows, (statement, row) -> {
					statement.setLong(1, this.revision);
					statement.setLong(2, this.sequence);
					statement.setString(3, row.ref().kind().plural());
					statement.setString(4, row.ref().id().value());
				});
		this.database.batch("delete from entry where kind = ? and id = ?", rows, (statement, row) -> {
			statement.setString(1, row.ref().kind().plural());
			statement.setString(2, row.ref().id().value());
		});
	}

	private void insert(String table, Collection<EntryRow> rows) {
		this.database.batch("""
				insert into %s (%s, text, digest)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""".formatted(table, EntryRow.COLUMNS), rows,
				(statement, row) -> row.set(statement, 1));
	}

	/**
	 * The first commit of a kind keeps the document that it found, as the registry had it
	 * before: its file was written of revision 0, so to say.
	 */
	private void begin(Kind kind, Optional<RegistryDocument> found, Instant at) {
		found.ifPresent((document) -> {
			DocumentParts parts = document.parts();
			List<EntryRow> rows = new ArrayList<>();
			int position = 0;
			for (Map.Entry<EntryId, EntryText> entry : parts.entries().entrySet()) {
				rows.add(new EntryRow(new EntryRef(kind, entry.getKey()), Placed.of(position++, entry.getValue()),
						new Identity(null, null), null, null, 0, 0));
				if (rows.size() == CHUNK || position == parts.entries().size()) {
					insertVersions(rows);
					rows.clear();
				}
			}
			DocumentRow.of(kind, 0, 0, at, parts).insert(this.jdbc);
		});
		this.jdbc.sql("""
				insert into publication (kind, revision, digest) values (:kind, 0, :digest)
				on conflict (kind) do nothing""")
			.param("kind", kind.plural())
			.param("digest", found.map(RegistryDocument::digest).orElse(""))
			.update();
	}

	private void insertVersions(List<EntryRow> rows) {
		this.database.batch("""
				insert into entry_version (to_revision, to_sequence, %s, text, digest)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""".formatted(EntryRow.COLUMNS), rows,
				(statement, row) -> {
					statement.setLong(1, this.revision);
					statement.setLong(2, this.sequence);
					row.set(statement, 3);
				});
	}

	/**
	 * Writes the rows of a base that differ from those that are there.
	 */
	void write(Base base, EntryTable present) {
		String table = base.side().table();
		long last = this.jdbc
			.sql("select coalesce(max(position), 0) from %s where source = :source and kind = :kind".formatted(table))
			.param("source", base.source())
			.param("kind", base.kind().plural())
			.query(Long.class)
			.single();
		List<BaseRow> rows = new ArrayList<>();
		for (EntryId id : base.entries().ids()) {
			if (!base.entries().sameBytes(id, present)) {
				rows.add(new BaseRow(id, ++last, base.entries().text(id), base.entries().digest(id).toString()));
			}
		}
		this.database.batch("""
				insert into %s (source, kind, id, position, text_digest, digest, text) values (?, ?, ?, ?, ?, ?, ?)
				on conflict (source, kind, id) do update set text_digest = excluded.text_digest,
					digest = excluded.digest, text = excluded.text""".formatted(table), rows,
				(statement, row) -> row.set(statement, base));
		List<EntryId> gone = present.ids().stream().filter((id) -> !base.entries().has(id)).toList();
		this.database.batch("delete from %s where source = ? and kind = ? and id = ?".formatted(table), gone,
				(statement, id) -> {
					statement.setString(1, base.source());
					statement.setString(2, base.kind().plural());
					statement.setString(3, id.value());
				});
	}

	/**
	 * Returns the digest of all entries that were written, for each kind: the SHA-256 of
	 * the digests of their rows, in the order of these, one a line.
	 */
	Map<String, String> entries() {
		Map<String, String> entries = new TreeMap<>();
		this.digests.forEach((kind, rows) -> entries.put(kind.plural(),
				EntryRows.digest(rows.stream().map(Digest::toString).sorted())));
		return entries;
	}

	/**
	 * Returns the digest of each document that was written, by kind.
	 */
	Map<String, String> documents() {
		return this.documents;
	}

	/**
	 * A row of a base.
	 *
	 * @param id the entry
	 * @param position its place, if it is new
	 * @param text its value
	 * @param textDigest the digest of that
	 */
	private record BaseRow(EntryId id, long position, Text text, String textDigest) {

		private void set(PreparedStatement statement, Base base) throws SQLException {
			String kind = base.kind().plural();
			Object[] values = { base.source(), kind, this.id.value(), this.position, this.textDigest,
					Bases.digest(base.source(), kind, this.id.value(), this.textDigest), this.text.bytes() };
			for (int i = 0; i < values.length; i++) {
				statement.setObject(i + 1, values[i]);
			}
		}

	}

}
