package dev.registrysync.database;

import java.nio.file.Path;
import java.util.Optional;

import javax.sql.DataSource;

/**
 * An open, migrated database: what the two engines do not have in common.
 */
interface DatabaseEngine extends AutoCloseable {

	/**
	 * Returns the engine's name.
	 */
	String name();

	/**
	 * Returns the connections for reading.
	 */
	DataSource reader();

	/**
	 * Returns the connections for writing.
	 */
	DataSource writer();

	/**
	 * Returns the statement with which each read begins, if one snapshot needs it.
	 */
	Optional<String> snapshot();

	/**
	 * Returns whether this process alone uses the database.
	 */
	boolean isExclusive();

	/**
	 * Copies both databases into files in these directories, the state first.
	 */
	void copy(Path state, Path keystore);

	@Override
	void close();

}
