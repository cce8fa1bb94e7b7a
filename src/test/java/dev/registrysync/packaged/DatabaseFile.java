package dev.registrysync.packaged;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.sqlite.SQLiteConfig;

/**
 * A database file of a data directory, read without the code that wrote it. Reading
 * leaves the file and its log as they are, whether the service runs or was killed.
 *
 * @param path the file
 */
record DatabaseFile(Path path) {

	static DatabaseFile state(Path data) {
		return new DatabaseFile(data.resolve("state/registry-sync.db"));
	}

	static DatabaseFile keys(Path data) {
		return new DatabaseFile(data.resolve("keystore/keys.db"));
	}

	/**
	 * Returns the rows, each value as text and each blob as hex digits.
	 */
	List<List<String>> rows(String query) {
		SQLiteConfig config = new SQLiteConfig();
		config.setReadOnly(true);
		config.setBusyTimeout(10_000);
		try (Connection connection = config.createConnection("jdbc:sqlite:" + this.path.toUri());
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(query)) {
			List<List<String>> rows = new ArrayList<>();
			while (result.next()) {
				rows.add(row(result));
			}
			return rows;
		}
		catch (SQLException ex) {
			throw new IllegalStateException("%s: %s".formatted(this.path, query), ex);
		}
	}

	/**
	 * Returns how many bytes it uses, whether they are in the file yet or in its log.
	 */
	long used() {
		return Long.parseLong(rows("""
				select (page_count - freelist_count) * page_size
				from pragma_page_count, pragma_freelist_count, pragma_page_size""").get(0).get(0));
	}

	private static List<String> row(ResultSet result) throws SQLException {
		List<String> row = new ArrayList<>();
		for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
			row.add((result.getObject(column) instanceof byte[] bytes) ? HexFormat.of().formatHex(bytes)
					: String.valueOf(result.getString(column)));
		}
		return row;
	}

	/**
	 * Returns all that its tables hold, but the runs: how a run failed is told wherever
	 * there is room for it.
	 */
	String content() {
		StringBuilder content = new StringBuilder();
		for (List<String> table : rows("select name, sql from sqlite_schema where type = 'table' order by name")) {
			content.append(table).append('\n');
			if (!table.get(0).equals("run")) {
				rows("select * from " + table.get(0)).forEach((row) -> content.append(row).append('\n'));
			}
		}
		return content.toString();
	}

}
