package dev.registrysync.database;

import java.util.Optional;

import javax.sql.DataSource;

/**
 * An open, migrated database: what the two engines do not have in common.
 */
interface DatabaseEngine extends AutoCloseable {

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

	@Override
	void close();

}
