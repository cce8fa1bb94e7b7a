package dev.registrysync.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Asks a bare connection, before there is a pool.
 */
final class Sql {

	private Sql() {
	}

	/**
	 * Returns the first column of the first row.
	 */
	static String text(Statement statement, String query) throws SQLException {
		try (ResultSet rows = statement.executeQuery(query)) {
			return rows.next() ? String.valueOf(rows.getString(1)) : "";
		}
	}

}
