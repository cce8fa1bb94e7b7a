package dev.registrysync.packaged;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

import org.sqlite.SQLiteConfig;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The database in a data directory that holds the encrypted keys, and what it says of
 * them in the clear.
 *
 * @param data the data directory
 */
record KeysFile(Path data) {

	/**
	 * Returns the addresses of the keys by kind and id, as in {@code agents/planner};
	 * nobody has two, and no two have the same.
	 */
	Map<String, String> addresses() {
		Map<String, String> addresses = new TreeMap<>();
		try (var connection = new SQLiteConfig()
			.createConnection("jdbc:sqlite:" + this.data.resolve("keystore/keys.db").toUri());
				var statement = connection.createStatement();
				var rows = statement.executeQuery("select kind || '/' || id, address from key where sealed is not null")) {
			while (rows.next()) {
				String owner = rows.getString(1);
				assertThat(addresses.put(owner, rows.getString(2))).as("another key of " + owner).isNull();
			}
		}
		catch (SQLException ex) {
			throw new AssertionError(ex);
		}
		assertThat(addresses.values()).doesNotHaveDuplicates();
		return addresses;
	}

}
