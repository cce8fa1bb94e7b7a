package dev.registrysync.history;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

import dev.registrysync.database.Micros;
import dev.registrysync.registry.DocumentParts;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Sha256;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A row of the table {@code document}: a document without its entries.
 *
 * @param kind agents or tools
 * @param sequence the row of the journal that wrote it
 * @param revision since when it holds
 * @param at when that was, in microseconds since the epoch
 * @param text its text without the entries
 * @param gap where they are in it, in bytes from the beginning
 * @param entries how many there are
 * @param malformed how many other members stand between them
 */
record DocumentRow(Kind kind, long sequence, long revision, long at, byte[] text, int gap, int entries, int malformed) {

	static DocumentRow of(Kind kind, long sequence, long revision, Instant at, DocumentParts parts) {
		return new DocumentRow(kind, sequence, revision, Micros.of(at), parts.frame(), parts.gap(),
				parts.entries().size(), parts.malformed());
	}

	/**
	 * Reads the row.
	 * @throws dev.registrysync.problem.ProblemException {@code HISTORY_UNREADABLE} if it
	 * does not have its digest
	 */
	static DocumentRow read(Kind kind, ResultSet columns) throws SQLException {
		DocumentRow row = new DocumentRow(kind, columns.getLong("sequence"), columns.getLong("revision"),
				columns.getLong("at"), columns.getBytes("text"), columns.getInt("gap"), columns.getInt("entries"),
				columns.getInt("malformed"));
		if (!row.digest().equals(columns.getString("digest"))) {
			throw Damage.inTable("document", "%s at revision %d".formatted(kind, row.revision));
		}
		return row;
	}

	/**
	 * Returns the SHA-256 over all columns, one a line.
	 */
	String digest() {
		return Sha256.of(
				"%s\n%d\n%d\n%d\n%d\n%d\n%d\n"
					.formatted(this.kind.plural(), this.sequence, this.revision, this.at, this.gap, this.entries,
							this.malformed)
					.getBytes(StandardCharsets.US_ASCII),
				this.text);
	}

	void insert(JdbcClient jdbc) {
		jdbc.sql("""
				insert into document (kind, sequence, revision, at, text, gap, entries, malformed, digest)
				values (:kind, :sequence, :revision, :at, :text, :gap, :entries, :malformed, :digest)""")
			.param("kind", this.kind.plural())
			.param("sequence", this.sequence)
			.param("revision", this.revision)
			.param("at", this.at)
			.param("text", this.text)
			.param("gap", this.gap)
			.param("entries", this.entries)
			.param("malformed", this.malformed)
			.param("digest", digest())
			.update();
	}

}
