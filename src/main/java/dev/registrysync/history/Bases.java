package dev.registrysync.history;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.registrysync.database.Database;
import dev.registrysync.history.Base.Side;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Sha256;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the bases, and keeps them in memory once they are read. For one thread at a time.
 */
final class Bases {

	private final Database database;

	private final Map<Name, EntryTable> tables = new HashMap<>();

	private @Nullable Set<String> sources;

	Bases(Database database) {
		this.database = database;
	}

	/**
	 * Returns the digest of a row: the SHA-256 of source, kind, id and text, each but the
	 * text with a line feed behind it.
	 */
	static String digest(String source, Kind kind, EntryId id, byte[] text) {
		return Sha256.of("%s\n%s\n%s\n".formatted(source, kind, id.value()).getBytes(StandardCharsets.UTF_8), text);
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
		this.database.read((jdbc) -> {
			jdbc.sql("select id, text, digest from %s where source = :source and kind = :kind order by position"
				.formatted(name.side().table()))
				.param("source", name.source())
				.param("kind", name.kind().plural())
				.query((row) -> {
					String id = row.getString("id");
					byte[] value = row.getBytes("text");
					if (!isWhole(name.source(), name.kind().plural(), id, value, row.getString("digest"))) {
						throw Damage.inTable(name.side().table(), "%s %s/%s".formatted(name.source(), name.kind(), id));
					}
					table.add(new EntryId(id), value);
				});
			return true;
		});
		return table.build();
	}

	private static boolean isWhole(String source, String kind, String id, byte[] text, String digest) {
		try {
			return digest(source, Members.kind(kind), new EntryId(id), text).equals(digest);
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	/**
	 * Replaces the cached tables of the bases that a run committed.
	 */
	void put(Iterable<Base> bases) {
		bases.forEach((base) -> this.tables.put(new Name(base.source(), base.kind(), base.side()), base.entries()));
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
		return this.database.read((jdbc) -> {
			List<List<String>> damaged = new ArrayList<>();
			jdbc.sql("select source, kind, id, text, digest from " + table).query((row) -> {
				List<String> key = List.of(row.getString("source"), row.getString("kind"), row.getString("id"));
				if (!isWhole(key.get(0), key.get(1), key.get(2), row.getBytes("text"), row.getString("digest"))) {
					damaged.add(key);
				}
			});
			return damaged;
		});
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
