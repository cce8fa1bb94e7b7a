package dev.registrysync.history;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.registrysync.database.Database;
import dev.registrysync.database.Micros;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Digest;
import dev.registrysync.registry.DocumentParts;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.EntryText;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;
import dev.registrysync.registry.Sha256;
import dev.registrysync.registry.StoredText;
import dev.registrysync.registry.TextLoader;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Reads entries, and the documents of which they are parts.
 */
final class EntryRows {

	private static final List<String> TABLES = List.of("entry", "entry_version");

	private static final int PAGE = 5000;

	private static final int PAGE_OF_TEXTS = 500;

	private final Database database;

	private final Map<Kind, TextLoader> texts = new EnumMap<>(Kind.class);

	EntryRows(Database database) {
		this.database = database;
		for (Kind kind : Kind.values()) {
			this.texts.put(kind, new Texts(kind));
		}
	}

	/**
	 * Returns the digest of some rows: the SHA-256 of their digests, one a line.
	 * @param digests sorted
	 */
	static String digest(Stream<String> digests) {
		return Sha256.of(digests.map((digest) -> (digest + "\n").getBytes(US_ASCII))::iterator);
	}

	/**
	 * Loads the texts of the kind's entries that were committed and are kept.
	 */
	TextLoader texts(Kind kind) {
		return Objects.requireNonNull(this.texts.get(kind));
	}

	Optional<EntryRow> find(EntryRef ref) {
		return this.database.read((jdbc) -> jdbc.sql("select * from entry where kind = :kind and id = :id")
			.param("kind", ref.kind().plural())
			.param("id", ref.id().value())
			.query((columns, number) -> EntryRow.readWhole(columns))
			.optional());
	}

	/**
	 * Reads the rows, without their texts, that rows of the journal behind this one
	 * wrote.
	 * @return the rows that do not have their digests
	 */
	List<Damage> readAfter(long sequence, Consumer<EntryRow> consumer) {
		return read("entry where sequence <= :last", sequence + 1, Long.MAX_VALUE, consumer);
	}

	/**
	 * Reads the rows, without their texts, that were in force behind a row of the
	 * journal.
	 * @return the rows that do not have their digests
	 */
	List<Damage> readAt(long sequence, Consumer<EntryRow> consumer) {
		List<Damage> damaged = new ArrayList<>(read("entry where sequence <= :last", 1, sequence, consumer));
		damaged.addAll(read("entry_version where sequence <= :last and to_sequence > :last", 1, sequence, consumer));
		return damaged;
	}

	private List<Damage> read(String rows, long first, long last, Consumer<EntryRow> consumer) {
		List<Damage> damaged = new ArrayList<>();
		List<Object> after = List.of(first, "", "");
		while (!after.isEmpty()) {
			after = page(rows, last, after, consumer, damaged);
		}
		return damaged;
	}

	private List<Object> page(String rows, long last, List<Object> after, Consumer<EntryRow> consumer,
			List<Damage> damaged) {
		return this.database.read((jdbc) -> jdbc.sql("""
				select %s, digest from %s and (sequence, kind, id) > (:sequence, :kind, :id)
				order by sequence, kind, id limit :page""".formatted(EntryRow.COLUMNS, rows))
			.param("last", last)
			.param("sequence", after.get(0))
			.param("kind", after.get(1))
			.param("id", after.get(2))
			.param("page", PAGE)
			.query((columns, number) -> {
				String kind = columns.getString("kind");
				String id = columns.getString("id");
				if (!EntryRow.accept(columns, consumer)) {
					damaged.add(new Damage("entry", kind + "/" + id, Damage.REASON));
				}
				return List.<Object>of(columns.getLong("sequence"), kind, id);
			})
			.list()
			.stream()
			.reduce((earlier, later) -> later)
			.orElse(List.of()));
	}

	/**
	 * Returns the entries of the kind's document in its order.
	 */
	Set<EntryRef> committed(Kind kind) {
		return this.database.read((jdbc) -> new LinkedHashSet<>(
				jdbc.sql("select id from entry where kind = :kind and position is not null order by position")
					.param("kind", kind.plural())
					.query((row, number) -> EntryRef.of(kind, row.getString(1)))
					.list()));
	}

	/**
	 * Returns the kinds that ever had a document. A row of a kind that there is not says
	 * nothing.
	 */
	Set<Kind> kinds() {
		return this.database.read((jdbc) -> jdbc.sql("select distinct kind from document order by kind")
			.query(String.class)
			.stream()
			.flatMap((kind) -> Kind.find(kind).stream())
			.collect(Collectors.toCollection(LinkedHashSet::new)));
	}

	/**
	 * Returns the document of the kind at a revision; empty if there was none.
	 * @throws dev.registrysync.problem.ProblemException {@code HISTORY_UNREADABLE} if it
	 * is not what was written
	 */
	Optional<RegistryDocument> findDocument(Kind kind, Revision revision) {
		Optional<RegistryDocument> found = this.database.read((jdbc) -> jdbc.sql("""
				select * from document where kind = :kind and revision <= :revision
					and (to_revision is null or to_revision > :revision)
				order by sequence desc limit 1""")
			.param("kind", kind.plural())
			.param("revision", revision.number())
			.query((columns, number) -> document(DocumentRow.read(kind, columns), revision))
			.optional());
		// Reads all texts once
		found.ifPresent(RegistryDocument::digest);
		return found;
	}

	private RegistryDocument document(DocumentRow document, Revision revision) {
		Kind kind = document.kind();
		TextLoader loader = texts(kind);
		Map<EntryId, EntryText> entries = new LinkedHashMap<>();
		this.database.read((jdbc) -> {
			jdbc.sql(
					"""
							select id, length, text_digest from (
								select id, position, octet_length(text) as length, text_digest from entry
								where kind = :kind and position is not null and revision <= :revision
								union all
								select id, position, octet_length(text), text_digest from entry_version
								where kind = :kind and position is not null and revision <= :revision and to_revision > :revision
							) present order by position""")
				.param("kind", kind.plural())
				.param("revision", revision.number())
				.query((row) -> {
					String name = row.getString(1);
					EntryId id = EntryId.find(name).orElseThrow(() -> damaged(kind, name));
					Digest digest = Digest.find(row.getString(3)).orElseThrow(() -> damaged(kind, name));
					entries.put(id, EntryText.of(id, new StoredText(loader, id, digest, row.getLong(2)), digest));
				});
			return entries;
		});
		if (entries.size() != document.entries()) {
			throw Damage.inTable("entry", "%s of revision %s: %d rows of %d are there".formatted(kind, revision,
					entries.size(), document.entries()));
		}
		return RegistryDocument.of(kind,
				new DocumentParts(document.text(), document.gap(), entries, document.malformed()));
	}

	private static ProblemException damaged(Kind kind, String id) {
		return Damage.inTable("entry", kind + "/" + id);
	}

	/**
	 * Returns the digests of all rows that were in force behind a row of the journal, by
	 * kind.
	 */
	Map<String, String> digestsAt(long sequence) {
		return this.database.read((jdbc) -> {
			Map<String, List<String>> digests = new TreeMap<>();
			jdbc.sql("""
					select kind, digest from (
						select kind, digest from entry where sequence <= :sequence
						union all
						select kind, digest from entry_version where sequence <= :sequence and to_sequence > :sequence
							and sequence > 0
					) present order by digest""").param("sequence", sequence).query((row) -> {
				digests.computeIfAbsent(row.getString(1), (kind) -> new ArrayList<>()).add(row.getString(2));
			});
			Map<String, String> kinds = new TreeMap<>();
			digests.forEach((kind, rows) -> kinds.put(kind, digest(rows.stream())));
			return kinds;
		});
	}

	/**
	 * Returns the digests of the rows that each later row of the journal wrote, by kind.
	 */
	Map<Long, Map<String, String>> digestsAfter(long sequence) {
		return this.database.read((jdbc) -> {
			Map<Long, Map<String, List<String>>> digests = new TreeMap<>();
			jdbc.sql("""
					select kind, sequence, digest from (
						select kind, sequence, digest from entry where sequence > :sequence
						union all
						select kind, sequence, digest from entry_version where sequence > :sequence
					) written order by digest""").param("sequence", sequence).query((row) -> {
				digests.computeIfAbsent(row.getLong(2), (writer) -> new TreeMap<>())
					.computeIfAbsent(row.getString(1), (kind) -> new ArrayList<>())
					.add(row.getString(3));
			});
			Map<Long, Map<String, String>> written = new TreeMap<>();
			digests.forEach((writer, kinds) -> kinds
				.forEach((kind, rows) -> written.computeIfAbsent(writer, (each) -> new TreeMap<>())
					.put(kind, digest(rows.stream()))));
			return written;
		});
	}

	/**
	 * Returns the last revision that is in force and changed a document.
	 */
	Revision newest() {
		return this.database
			.read((jdbc) -> jdbc.sql("select coalesce(max(revision), 0) from document where revision > 0")
				.query((row, number) -> new Revision(row.getLong(1)))
				.single());
	}

	/**
	 * Returns the digests of the present documents, by kind.
	 */
	Map<Kind, String> documents() {
		return documentsAt(Long.MAX_VALUE);
	}

	/**
	 * Returns the last revision that changed the document of each kind, and when.
	 */
	Map<Kind, KeptRevision> lastChanges() {
		return this.database.read((jdbc) -> {
			Map<Kind, KeptRevision> changes = new EnumMap<>(Kind.class);
			jdbc.sql("select kind, revision, at from document where to_revision is null").query((row) -> {
				KeptRevision change = new KeptRevision(new Revision(row.getLong(2)), Micros.toInstant(row.getLong(3)));
				Kind.find(row.getString(1)).ifPresent((kind) -> changes.put(kind, change));
			});
			return changes;
		});
	}

	/**
	 * Returns the digests of the documents behind a row of the journal, by kind. A row of
	 * a kind that there is not says nothing.
	 */
	Map<Kind, String> documentsAt(long sequence) {
		return this.database.read((jdbc) -> {
			Map<Kind, String> documents = new TreeMap<>();
			jdbc.sql("""
					select kind, digest from document where sequence > 0 and sequence <= :sequence
						and (to_sequence is null or to_sequence > :sequence)""")
				.param("sequence", sequence)
				.query((row) -> {
					String digest = row.getString(2);
					Kind.find(row.getString(1)).ifPresent((kind) -> documents.put(kind, digest));
				});
			return documents;
		});
	}

	/**
	 * Reads all rows with their texts.
	 * @return those that are not what was written
	 */
	List<Damage> verify() {
		List<Damage> damaged = new ArrayList<>();
		for (String table : TABLES) {
			damaged(table)
				.forEach((row) -> damaged.add(new Damage(table, row.get(0) + "/" + row.get(1), Damage.REASON)));
		}
		return damaged;
	}

	/**
	 * Deletes the rows that are not what was written.
	 */
	void removeDamaged(JdbcClient jdbc) {
		for (String table : TABLES) {
			damaged(table)
				.forEach((row) -> jdbc.sql("delete from %s where kind = ? and id = ? and sequence = ?".formatted(table))
					.params(row)
					.update());
		}
	}

	private List<List<Object>> damaged(String table) {
		List<List<Object>> damaged = new ArrayList<>();
		List<Object> last = List.of("", "", -1L);
		while (!last.isEmpty()) {
			last = page(table, last, damaged);
		}
		return damaged;
	}

	private List<Object> page(String table, List<Object> last, List<List<Object>> damaged) {
		return this.database.read((jdbc) -> jdbc.sql("""
				select * from %s where (kind, id, sequence) > (:kind, :id, :sequence)
				order by kind, id, sequence limit :page""".formatted(table))
			.param("kind", last.get(0))
			.param("id", last.get(1))
			.param("sequence", last.get(2))
			.param("page", PAGE_OF_TEXTS)
			.query((columns, number) -> {
				List<Object> key = List.of(columns.getString("kind"), columns.getString("id"),
						columns.getLong("sequence"));
				if (!EntryRow.isWhole(columns)) {
					damaged.add(key);
				}
				return key;
			})
			.list()
			.stream()
			.reduce((earlier, later) -> later)
			.orElse(List.of()));
	}

	/**
	 * Loads the texts of entries of one kind.
	 */
	private final class Texts implements TextLoader {

		private final Kind kind;

		private Texts(Kind kind) {
			this.kind = kind;
		}

		@Override
		public byte[] load(EntryId id, Digest digest) {
			return Objects.requireNonNull(load(Map.of(id, digest)).get(id));
		}

		@Override
		public Map<EntryId, byte[]> load(Map<EntryId, Digest> digests) {
			Map<EntryId, byte[]> texts = new HashMap<>();
			EntryRows.this.database.read((jdbc) -> {
				jdbc.sql("""
						select id, text_digest, text from entry where kind = :kind and id in (:ids)
						union all
						select id, text_digest, text from entry_version where kind = :kind and id in (:ids)""")
					.param("kind", this.kind.plural())
					.param("ids", digests.keySet().stream().map(EntryId::value).toList())
					.query((row) -> {
						EntryId id = new EntryId(row.getString(1));
						@Nullable Digest wanted = digests.get(id);
						if (wanted != null && wanted.toString().equals(row.getString(2)) && !texts.containsKey(id)) {
							byte[] text = row.getBytes(3);
							if (Digest.of(text).equals(wanted)) {
								texts.put(id, text);
							}
						}
					});
				return texts;
			});
			digests.keySet().stream().filter((id) -> !texts.containsKey(id)).findFirst().ifPresent((id) -> {
				throw damaged(this.kind, id.value());
			});
			return texts;
		}

	}

}
