package dev.registrysync.keys;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.database.Database;
import dev.registrysync.database.Micros;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KeyState;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads and writes the tables {@code keystore.key} and {@code keystore.lost}.
 */
final class KeyTable {

	private final Database database;

	private final KeyRows rows;

	KeyTable(Database database, OpenKeystore keystore) {
		this.database = database;
		this.rows = new KeyRows(keystore);
	}

	/**
	 * Reads all versions of the keys of some owners of one kind, the oldest first.
	 */
	List<KeyRows.Row> find(Kind kind, Collection<String> ids) {
		return this.database.read((sql) -> sql.sql("""
				select %s from keystore.key
				where kind = :kind and id in (:ids) and sealed is not null
				order by id, version""".formatted(KeyRows.COLUMNS))
			.param("kind", kind.plural())
			.param("ids", ids)
			.query(this.rows::row)
			.list());
	}

	/**
	 * Finds the owner of the key with an address, as its row names it.
	 */
	Optional<EntryRef> findOwner(Address address) {
		return this.database.read((sql) -> sql.sql("""
				select kind, id from keystore.key
				where address = :address and sealed is not null""")
			.param("address", address.toString())
			.query((row, number) -> KeyRows.owner(row))
			.optional()
			.flatMap((owner) -> owner));
	}

	/**
	 * Finds the revocation of the key with an address, whether the key is here or not.
	 */
	Optional<Revocation> findRevocation(Address address) {
		return this.database.read((sql) -> sql.sql("""
				select %s from keystore.key
				where address = :address and revoked_from is not null""".formatted(KeyRows.COLUMNS))
			.param("address", address.toString())
			.query(this.rows::revocation)
			.optional()
			.flatMap((revocation) -> revocation));
	}

	/**
	 * Returns what is revoked, in the order of the owners.
	 */
	List<Revocation> revocations() {
		return this.database.read((sql) -> sql.sql("""
				select %s from keystore.key
				where revoked_from is not null
				order by kind, id, version""".formatted(KeyRows.COLUMNS))
			.query(this.rows::revocation)
			.list()
			.stream()
			.flatMap(Optional::stream)
			.toList());
	}

	/**
	 * Returns the owners of keys behind one of them, in their order.
	 * @param after the last one that is not wanted
	 */
	List<KeyRows.Owner> owners(KeyRows.Owner after, int limit) {
		return this.database.read((sql) -> sql.sql("""
				select kind, id, min(version) from keystore.key
				where sealed is not null and (kind, id) > (:kind, :id)
				group by kind, id
				order by kind, id
				limit :limit""")
			.param("kind", after.kind())
			.param("id", after.id())
			.param("limit", limit)
			.query((row, number) -> new KeyRows.Owner(row.getString(1), row.getString(2), row.getLong(3)))
			.list());
	}

	boolean isEmpty() {
		return this.database.read((sql) -> sql.sql("select 1 from keystore.key where sealed is not null limit 1")
			.query(Integer.class)
			.optional()
			.isEmpty());
	}

	/**
	 * Counts the owners of keys.
	 */
	int countOwners() {
		return this.database.read((sql) -> sql.sql("""
				select count(*) from (select distinct kind, id from keystore.key where sealed is not null) owners""")
			.query(Integer.class)
			.single());
	}

	/**
	 * Counts the versions that are in a state.
	 */
	long count(KeyState state) {
		String condition = switch (state) {
			case ACTIVE -> "revoked_from is null and version = newest";
			case RETIRED -> "revoked_from is null and version < newest";
			case REVOKED -> "revoked_from is not null";
		};
		return this.database.read((sql) -> sql.sql("""
				select count(*) from (
					select version, revoked_from, max(version) over (partition by kind, id) newest
					from keystore.key where sealed is not null) versions
				where %s""".formatted(condition)).query(Long.class).single());
	}

	/**
	 * Returns the owners of all keys that are here, as their rows name them, by address.
	 */
	Map<String, String> ownersByAddress() {
		return this.database.read((sql) -> {
			Map<String, String> owners = new HashMap<>();
			sql.sql("select address, kind, id from keystore.key where sealed is not null").query((row) -> {
				owners.put(row.getString(1), row.getString(2) + "/" + row.getString(3));
			});
			return owners;
		});
	}

	/**
	 * Returns how many transactions wrote keys.
	 */
	long changes() {
		return this.database.read((sql) -> sql.sql("select changes from keystore.service").query(Long.class).single());
	}

	/**
	 * Counts a transaction that writes keys. Until it ends, no other one writes any.
	 */
	static long countChange(JdbcClient sql) {
		return sql.sql("update keystore.service set changes = changes + 1 returning changes")
			.query(Long.class)
			.single();
	}

	/**
	 * Adds keys; only inside a transaction.
	 */
	void insert(Collection<StoredKey> keys) {
		this.database.batch("""
				insert into keystore.key (address, kind, id, version, created_at, sealed)
				values (?, ?, ?, ?, ?, ?)""", keys, (row, key) -> {
			row.setString(1, key.facts().address().toString());
			row.setString(2, key.owner().kind().plural());
			row.setString(3, key.owner().id().value());
			row.setLong(4, key.facts().version());
			row.setLong(5, Micros.of(key.createdAt()));
			row.setBytes(6, key.sealed().bytes());
		});
	}

	/**
	 * Revokes a key; only inside a transaction. A key that is not here gets a row without
	 * one.
	 */
	void revoke(SealedRevocation sealed) {
		Revocation revocation = sealed.revocation();
		KeyFacts key = revocation.key();
		this.database.write((sql) -> sql.sql("""
				insert into keystore.key
					(address, kind, id, version, created_at, revoked_from, revoked_at, revoked_why, revocation_seal)
				values (:address, :kind, :id, :version, :at, :from, :at, :why, :seal)
				on conflict (address) do update set revoked_from = excluded.revoked_from,
					revoked_at = excluded.revoked_at, revoked_why = excluded.revoked_why,
					revocation_seal = excluded.revocation_seal
				where key.revoked_from is null or key.revoked_from > excluded.revoked_from""")
			.param("address", key.address().toString())
			.param("kind", key.owner().kind().plural())
			.param("id", key.owner().id().value())
			.param("version", (long) key.version())
			.param("at", Micros.of(revocation.at()))
			.param("from", revocation.from().number())
			.param("why", revocation.reason())
			.param("seal", sealed.seal().bytes())
			.update());
	}

	/**
	 * Returns the addresses whose keys an operator accepted as lost.
	 */
	Set<String> lost() {
		return this.database
			.read((sql) -> Set.copyOf(sql.sql("select address from keystore.lost").query(String.class).list()));
	}

	/**
	 * Accepts that the keys of these addresses are lost.
	 */
	void addLost(Collection<KeyFacts> keys) {
		this.database.write((sql) -> {
			this.database.batch("insert into keystore.lost (address) values (?) on conflict do nothing", keys,
					(row, key) -> row.setString(1, key.address().toString()));
			return keys.size();
		});
	}

}
