package dev.registrysync.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.CannotCreateTransactionException;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseFailureTest {

	private static RuntimeException of(SQLException cause) {
		return DatabaseFailure.of(new UncategorizedSQLException("task", "select 'secret'", cause));
	}

	private static void assertProblem(RuntimeException failure, ProblemCode code) {
		assertThat(failure).isInstanceOfSatisfying(ProblemException.class, (problem) -> {
			assertThat(problem.code()).isEqualTo(code);
			assertThat(problem.detail()).isEqualTo("The database failed: first line.").doesNotContain("secret");
		});
	}

	@ParameterizedTest
	@CsvSource({ "SQLITE_FULL, DISK_FULL", "SQLITE_IOERR_SHMSIZE, DISK_FULL", "SQLITE_CORRUPT, DATABASE_DAMAGED",
			"SQLITE_CORRUPT_INDEX, DATABASE_DAMAGED", "SQLITE_NOTADB, DATABASE_DAMAGED",
			"SQLITE_BUSY, DATABASE_UNAVAILABLE", "SQLITE_BUSY_SNAPSHOT, DATABASE_UNAVAILABLE",
			"SQLITE_IOERR_READ, DATABASE_UNAVAILABLE", "SQLITE_CANTOPEN, DATABASE_UNAVAILABLE",
			"SQLITE_READONLY_DBMOVED, DATABASE_UNAVAILABLE" })
	void resultCodesOfSqliteAreProblems(SQLiteErrorCode result, ProblemCode code) {
		assertProblem(of(new SQLiteException("first line.\nsecret", result)), code);
	}

	@ParameterizedTest
	@CsvSource({ "53100, DISK_FULL", "XX001, DATABASE_DAMAGED", "08006, DATABASE_UNAVAILABLE",
			"57P01, DATABASE_UNAVAILABLE", "28P01, DATABASE_UNAVAILABLE", "3D000, DATABASE_UNAVAILABLE",
			"25006, DATABASE_UNAVAILABLE", "40P01, DATABASE_UNAVAILABLE", "42501, DATABASE_UNSUPPORTED" })
	void statesOfPostgresqlAreProblems(String state, ProblemCode code) {
		assertProblem(of(new SQLException("first line", state)), code);
	}

	@ParameterizedTest
	@ValueSource(strings = { "23505", "42P01", "22021" })
	void mistakesInStatementsStayWhatTheyAre(String state) {
		assertThat(of(new SQLException("mistake", state))).isInstanceOf(UncategorizedSQLException.class);
	}

	@Test
	void theRootMostCauseCounts() {
		SQLException pool = new SQLTransientConnectionException("timeout", "08001",
				new SQLException("first line", "53100"));
		assertProblem(of(pool), ProblemCode.DISK_FULL);
	}

	@Test
	void aConnectionThatThePoolDoesNotGetIsUnavailable() {
		assertProblem(of(new SQLTransientConnectionException("first line")), ProblemCode.DATABASE_UNAVAILABLE);
		assertProblem(DatabaseFailure.of(new CannotCreateTransactionException("no", new SQLException("first line"))),
				ProblemCode.DATABASE_UNAVAILABLE);
	}

}
