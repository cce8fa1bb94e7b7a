package dev.registrysync.history;

import java.util.List;
import java.util.stream.Collectors;

import dev.registrysync.database.Database;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.ServiceIdentity;

/**
 * Opens a history for tests of other packages.
 */
public final class HistoryTestAccess {

	private HistoryTestAccess() {
	}

	public static History open(Database database, ServiceIdentity service) {
		return new SqlHistory(database, service, Secp256k1.bouncyCastle(), Retention.DEFAULT, null);
	}

	/**
	 * The rows of the journal, each as one line of JSON with its type and revision first.
	 */
	public static String journal(Database database) {
		return rows(database).stream().map((line) -> line + "\n").collect(Collectors.joining());
	}

	private static List<String> rows(Database database) {
		return database.read((jdbc) -> jdbc.sql("select * from journal order by sequence")
			.query((row, number) -> "{\"type\":\"%s\",\"revision\":%s,%s".formatted(row.getString("type"),
					row.getString("revision"), row.getString("body").substring(1)))
			.list());
	}

	/**
	 * Changes the database behind the history's back.
	 */
	public static void tamper(Database database, String statement) {
		database.write((jdbc) -> jdbc.sql(statement).update());
	}

}
