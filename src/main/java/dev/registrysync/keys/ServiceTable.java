package dev.registrysync.keys;

import java.util.Optional;

import dev.registrysync.database.Database;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads and writes the table {@code keystore.service}.
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

}
