package dev.registrysync.keys;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
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
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the tables {@code keystore.key} and {@code keystore.lost}. A row of
 * which anything is not as it was sealed is no key.
 */
final class KeyTable {

	/** The columns are read by their places, as looking for their names costs more. */
	private static final String COLUMNS = "kind, id, version, address, created_at, sealed, "
			+ "revoked_from, revoked_at, revoked_why, revocation_seal";

	private final Database database;

	private final OpenKeystore keystore;

	KeyTable(Database database, OpenKeystore keystore) {
		this.database = database;
		this.keystore = keystore;
	}

	/**
	 * Reads all versions of the keys of some owners of one kind, the oldest first.
	 */
	List<Row> find(Kind kind, Collection<String> ids) {
		return this.database.read((sql) -> sql.sql("""
				select %s from keystore.key
				where kind = :kind and id in (:ids) and sealed is not null
				order by id, version""".formatted(COLUMNS))
			.param("kind", kind.plural())
			.param("ids", ids)
			.query((row, number) -> new Row(row.getString(2), row.getLong(3), findKey(row)))
			.list());
	}

	/**
	 * Finds the owners of the keys with some addresses, as their rows name them.
	 */
	Map<Address, Owner> owners(Collection<Address> addresses) {
		Map<Address, Owner> owners = new HashMap<>();
		this.database.read((sql) -> {
			sql.sql("select address, kind, id from keystore.key where address in (:addresses) and sealed is not null")
				.param("addresses", addresses.stream().map(Address::toString).toList())
				.query((row) -> {
					Owner owner = new Owner(row.getString(2), row.getString(3), 0);
					Address.find(row.getString(1)).ifPresent((address) -> owners.put(address, owner));
				});
			return owners;
		});
		return owners;
	}

	/**
	 * Finds the revocation of the key with an address, whether the key is here or not.
	 */
	Optional<Revocation> findRevocation(Address address) {
		return this.database.read((sql) -> sql.sql("""
				select %s from keystore.key
				where address = :address and revoked_from is not null""".formatted(COLUMNS))
			.param("address", address.toString())
			.query((row, number) -> findRevocation(row))
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
				order by kind, id, version""".formatted(COLUMNS))
			.query((row, number) -> findRevocation(row))
			.list()
			.stream()
			.flatMap(Optional::stream)
			.toList());
	}

	/**
	 * Returns the owners of keys behind one of them, in their order.
	 * @param after the last one that is not wanted
	 */
	List<Owner> owners(Owner after, int limit) {
		return this.database.read((sql) -> sql.sql("""
				select kind, id, min(version) from keystore.key
				where sealed is not null and (kind, id) > (:kind, :id)
				group by kind, id
				order by kind, id
				limit :limit""")
			.param("kind", after.kind())
			.param("id", after.id())
			.param("limit", limit)
			.query((row, number) -> new Owner(row.getString(1), row.getString(2), row.getLong(3)))
			.list());
	}

	boolean isEmpty() {
		return this.database.read((sql) -> sql.sql("select 1 from keystore.key where sealed is not null limit 1")
			.query(Integer.class)
			.optional()
			.isEmpty());
	}

	/**
	 * Counts the versions in each state, and the owners.
	 */
	Counts count() {
		return this.database.read((sql) -> sql.sql("""
				select count(*) filter (where revoked_from is null and version = newest),
					count(*) filter (where revoked_from is null and version < newest),
					count(*) filter (where revoked_from is not null),
					count(*) filter (where version = newest)
				from (
					select version, revoked_from, max(version) over (partition by kind, id) newest
					from keystore.key where sealed is not null) versions""")
			.query((row, number) -> new Counts(row.getLong(1), row.getLong(2), row.getLong(3), row.getInt(4)))
			.single());
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
	void revoke(Revocation revocation) {
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
			.param("seal", this.keystore.seal(revocation.bound()).bytes())
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

	/**
	 * Reads a key. It is not authenticated yet, as what is bound to it depends on the
	 * versions before it; its revocation is.
	 */
	private Optional<StoredKey> findKey(ResultSet row) throws SQLException {
		try {
			KeyFacts facts = facts(row);
			@Nullable Revocation revocation = hasRevocation(row) ? revocation(row, facts) : null;
			return Optional
				.of(new StoredKey(facts, Micros.toInstant(row.getLong(5)), sealed(row, 6), true, revocation));
		}
		catch (IllegalArgumentException | ArithmeticException | DateTimeException ex) {
			return Optional.empty();
		}
	}

	private Optional<Revocation> findRevocation(ResultSet row) throws SQLException {
		try {
			return Optional.of(revocation(row, facts(row)));
		}
		catch (IllegalArgumentException | ArithmeticException | DateTimeException ex) {
			return Optional.empty();
		}
	}

	private static KeyFacts facts(ResultSet row) throws SQLException {
		EntryRef owner = new Owner(row.getString(1), row.getString(2), 0).find()
			.orElseThrow(() -> new IllegalArgumentException("owner"));
		String address = row.getString(4);
		return new KeyFacts(owner, Math.toIntExact(row.getLong(3)),
				Address.find(address)
					.filter((read) -> read.toString().equals(address))
					.orElseThrow(() -> new IllegalArgumentException("address")));
	}

	/**
	 * Returns whether any column of a revocation holds something.
	 */
	private static boolean hasRevocation(ResultSet row) throws SQLException {
		for (int column = 7; column <= 10; column++) {
			if (row.getObject(column) != null) {
				return true;
			}
		}
		return false;
	}

	private Revocation revocation(ResultSet row, KeyFacts key) throws SQLException {
		@Nullable String reason = row.getString(9);
		Instant at = Micros.toInstant(row.getLong(8));
		Revocation revocation = new Revocation(key, new Revision(row.getLong(7)), at, (reason != null) ? reason : "");
		if (!revocation.at().equals(at) || !this.keystore.isAuthentic(sealed(row, 10), revocation.bound())) {
			throw new IllegalArgumentException("revocation");
		}
		return revocation;
	}

	private static Sealed sealed(ResultSet row, int column) throws SQLException {
		byte[] bytes = row.getBytes(column);
		if (bytes == null || bytes.length != Sealed.LENGTH) {
			throw new IllegalArgumentException("sealed");
		}
		return new Sealed(bytes);
	}

	/**
	 * The owner of keys as their rows name it.
	 *
	 * @param kind the kind
	 * @param id the id
	 * @param version its first version
	 */
	record Owner(String kind, String id, long version) {

		/** Stands before all others. */
		static final Owner NONE = new Owner("", "", 0);

		/**
		 * Returns the entry with that name; empty if none can have it.
		 */
		Optional<EntryRef> find() {
			return EntryId.find(this.id)
				.flatMap((valid) -> Kind.find(this.kind).map((named) -> new EntryRef(named, valid)));
		}

		@Override
		public String toString() {
			return this.kind + "/" + this.id;
		}

	}

	/**
	 * A row that holds a key.
	 *
	 * @param id the owner's id
	 * @param version the version
	 * @param key the key; empty if the row is not as it was written
	 */
	record Row(String id, long version, Optional<StoredKey> key) {
	}

	/**
	 * How many keys there are.
	 *
	 * @param active the versions that sign
	 * @param retired the versions that newer ones replaced
	 * @param revoked the versions that are revoked
	 * @param owners the owners
	 */
	record Counts(long active, long retired, long revoked, int owners) {

		long of(KeyState state) {
			return switch (state) {
				case ACTIVE -> this.active;
				case RETIRED -> this.retired;
				case REVOKED -> this.revoked;
			};
		}

	}

}
