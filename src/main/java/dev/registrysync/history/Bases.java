package dev.registrysync.history;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.registrysync.database.Database;
import dev.registrysync.history.Base.Side;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Digest;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Sha256;
import dev.registrysync.registry.StoredText;
import dev.registrysync.registry.TextLoader;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the bases, and keeps them in memory once they are read. For one thread at a time.
 */
final class Bases {

	private static final int PAGE = 500;

	private final Database database;

	private final Map<Name, EntryTable> tables = new HashMap<>();

	private @Nullable Set<String> sources;

	Bases(Database database) {
		this.database = database;
	}

	/**
	 * Returns the digest of a row: the SHA-256 of source, kind, id and the digest of the
	 * text, one a line.
	 */
	static String digest(String source, String kind, String id, String textDigest) {
		return Sha256.of(String.join("\n", source, kind, id, textDigest).getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Returns the entries that a run last decided on.
	 * @throws dev.registrysync.problem.ProblemException {@code HISTORY_UNREADABLE} if a
	 * row does not have its digest
	 */
	EntryTable get(String source, Kind kind, Side side) {
		return this.tables.computeIfAbsent(new Name(source, kind, side), this::read);
	}

	private EntryTable read(Name name) {
		EntryTable.Builder table = EntryTable.builder();
		TextLoader loader = loader(name);
		this.database.read((jdbc) -> {
			jdbc.sql("""
					select source, kind, id, octet_length(text) as length, text_digest, digest from %s
					where source = :source and kind = :kind order by position""".formatted(name.side().table()))
				.param("source", name.source())
				.param("kind", name.kind().plural())
				.query((row) -> {
					String id = row.getString("id");
					boolean whole = isWhole(row);
					Digest text = Digest.find(row.getString("text_digest"))
						.filter((found) -> whole && EntryId.find(id).isPresent())
						.orElseThrow(() -> damaged(name, id));
					EntryId entry = new EntryId(id);
					table.add(entry, new StoredText(loader, entry, text, row.getLong("length")), text);
				});
			return true;
		});
		return table.build();
	}

	private TextLoader loader(Name name) {
		return (id, digest) -> this.database
			.read((jdbc) -> jdbc
				.sql("""
						select text from %s where source = :source and kind = :kind and id = :id"""
					.formatted(name.side().table()))
				.param("source", name.source())
				.param("kind", name.kind().plural())
				.param("id", id.value())
				.query((row, number) -> row.getBytes(1))
				.optional())
			.filter((text) -> Digest.of(text).equals(digest))
			.orElseThrow(() -> damaged(name, id.value()));
	}

	private static ProblemException damaged(Name name, String id) {
		return Damage.inTable(name.side().table(), "%s %s/%s".formatted(name.source(), name.kind(), id));
	}

	private static boolean isWhole(ResultSet row) throws SQLException {
		return digest(row.getString("source"), row.getString("kind"), row.getString("id"), row.getString("text_digest"))
			.equals(row.getString("digest"));
	}

	/**
	 * Replaces the cached tables of the bases that a run committed.
	 */
	void put(Iterable<Base> bases) {
		bases.forEach((base) -> {
			Name name = new Name(base.source(), base.kind(), base.side());
			this.tables.put(name, base.entries().storedIn(loader(name)));
		});
		this.sources = null;
	}

	/**
	 * Clears the cache, so that each table is read again.
	 */
	void forget() {
		this.tables.clear();
		this.sources = null;
	}

	/**
	 * Returns the sources that have a base with entries.
	 */
	Set<String> sources() {
		@Nullable Set<String> known = this.sources;
		if (known == null) {
			known = this.database
				.read((jdbc) -> new TreeSet<>(jdbc.sql("select distinct source from base").query(String.class).list()));
			this.sources = known;
		}
		return known;
	}

	/**
	 * Reads all rows.
	 * @return those that are not what was written
	 */
	List<Damage> verify() {
		List<Damage> damaged = new ArrayList<>();
		for (Side side : Side.values()) {
			damaged(side.table()).forEach((row) -> damaged.add(
					new Damage(side.table(), "%s %s/%s".formatted(row.get(0), row.get(1), row.get(2)), Damage.REASON)));
		}
		return damaged;
	}

	/**
	 * Deletes the rows that are not what was written.
	 */
	void removeDamaged(JdbcClient jdbc) {
		for (Side side : Side.values()) {
			damaged(side.table()).forEach(
					(row) -> jdbc.sql("delete from %s where source = ? and kind = ? and id = ?".formatted(side.table()))
						.params(row)
						.update());
		}
	}

	private List<List<String>> damaged(String table) {
		List<List<String>> damaged = new ArrayList<>();
		List<String> last = List.of("", "", "");
		while (!last.isEmpty()) {
			last = page(table, last, damaged);
		}
		return damaged;
	}

	private List<String> page(String table, List<String> last, List<List<String>> damaged) {
		return this.database.read((jdbc) -> jdbc.sql("""
				select source, kind, id, text, text_digest, digest from %s
				where (source, kind, id) > (:source, :kind, :id)
				order by source, kind, id limit :page""".formatted(table))
			.param("source", last.get(0))
			.param("kind", last.get(1))
			.param("id", last.get(2))
			.param("page", PAGE)
			.query((row, number) -> {
				List<String> key = List.of(row.getString("source"), row.getString("kind"), row.getString("id"));
				if (!isWhole(row) || !Sha256.of(row.getBytes("text")).equals(row.getString("text_digest"))) {
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
	 * Names one base.
	 *
	 * @param source whose it is
	 * @param kind of which kind
	 * @param side of which direction
	 */
	private record Name(String source, Kind kind, Side side) {
	}

}
