package dev.registrysync.keys;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

import dev.registrysync.database.Database;
import dev.registrysync.database.Micros;

/**
 * Reads and writes the tables {@code keystore.service} and {@code keystore.service_key}.
 */
final class ServiceTable {

	private final Database database;

	ServiceTable(Database database) {
		this.database = database;
	}

	/**
	 * Finds the name of the keystore; empty if none was made in this database.
	 */
	Optional<String> findKeystore() {
		return this.database
			.read((sql) -> sql.sql("select keystore from keystore.service").query(String.class).optional());
	}

	/**
	 * Returns whether any key was ever made, the service's own included.
	 */
	boolean holdsKeys() {
		return this.database.read((sql) -> sql.sql("""
				select 1 where exists (select 1 from keystore.key) or exists (select 1 from keystore.service_key)""")
			.query(Integer.class)
			.optional()
			.isPresent());
	}

	/**
	 * Names a new keystore.
	 */
	void create(String keystore) {
		this.database.write((sql) -> sql.sql("""
				insert into keystore.service (id, keystore, changes) values (1, :keystore, 0)
				on conflict (id) do update set keystore = excluded.keystore""").param("keystore", keystore).update());
	}

	/**
	 * Finds the id of the registry whose keys these are.
	 */
	Optional<String> findRegistry() {
		return this.database
			.read((sql) -> sql.sql("select registry_id from keystore.service where registry_id is not null")
				.query(String.class)
				.optional());
	}

	void setRegistry(String registryId) {
		this.database
			.write((sql) -> sql.sql("update keystore.service set registry_id = :id").param("id", registryId).update());
	}

	/**
	 * Finds the newest of the service's own keys.
	 */
	Optional<Row> findKey() {
		return this.database.read((sql) -> sql.sql("""
				select version, address, after_digest, created_at, sealed from keystore.service_key
				order by version desc
				limit 1""").query(Row::read).optional());
	}

	void insert(Row key) {
		this.database.write((sql) -> sql.sql("""
				insert into keystore.service_key (version, address, after_digest, created_at, sealed)
				values (:version, :address, :after, :at, :sealed)""")
			.param("version", key.version())
			.param("address", key.address())
			.param("after", key.after())
			.param("at", Micros.of(key.createdAt()))
			.param("sealed", key.sealed().bytes())
			.update());
	}

	/**
	 * A row of {@code keystore.service_key}, not authenticated yet.
	 *
	 * @param version 1 for the first key
	 * @param address its address
	 * @param after the digest of the last line of the history before it
	 * @param createdAt when it was made
	 * @param sealed the private key, encrypted
	 */
	record Row(long version, String address, String after, Instant createdAt, Sealed sealed) {

		private static Row read(ResultSet row, int number) throws SQLException {
			return new Row(row.getLong("version"), row.getString("address"), row.getString("after_digest"),
					Micros.toInstant(row.getLong("created_at")), new Sealed(row.getBytes("sealed")));
		}

	}

}
