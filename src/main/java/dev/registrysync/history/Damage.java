package dev.registrysync.history;

import java.util.Map;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;

/**
 * A row of the history beside the journal that is not what was written.
 *
 * @param table the table
 * @param row names the row in it
 * @param reason what is wrong with it
 */
record Damage(String table, String row, String reason) {

	static final String REASON = "does not have its digest";

	static ProblemException inTable(String table, String row) {
		return new ProblemException(ProblemCode.HISTORY_UNREADABLE,
				"The row of %s in the table %s is not what was written: it %s.".formatted(row, table, REASON),
				Map.of("table", table, "row", row));
	}

}
