package dev.registrysync.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Turns failures of the database engine into problems.
 */
final class DatabaseFailure {

	/** The bits of a result code of SQLite that are the primary one. */
	private static final int PRIMARY = 0xff;

	private static final String DISK_FULL = "53100";

	private static final String INSUFFICIENT_PRIVILEGE = "42501";

	/** Data corrupted, index corrupted. */
	private static final Set<String> DAMAGED = Set.of("XX001", "XX002");

	/**
	 * Deadlock and serialization, a lock that was waited for, a server that only reads.
	 */
	private static final Set<String> TRANSIENT = Set.of("40001", "40P01", "55P03", "25006");

	/**
	 * Connection, credentials, database name, resources, operator intervention, system.
	 */
	private static final Set<String> UNAVAILABLE = Set.of("08", "28", "3D", "53", "57", "58");

	private DatabaseFailure() {
	}

	/**
	 * Returns the problem that a failure is, or the failure itself if it is a mistake in
	 * a statement.
	 */
	static RuntimeException of(RuntimeException failure) {
		@Nullable SQLException cause = rootMost(failure);
		if (cause != null) {
			Optional<ProblemCode> code = code(cause);
			if (code.isPresent()) {
				return problem(code.get(), cause, failure);
			}
		}
		if (failure instanceof CannotCreateTransactionException) {
			return problem(ProblemCode.DATABASE_UNAVAILABLE, (cause != null) ? cause : failure, failure);
		}
		return failure;
	}

	/**
	 * Returns the problem that keeps a database from being opened.
	 */
	static ProblemException opening(String database, Exception failure) {
		@Nullable SQLException cause = rootMost(failure);
		ProblemCode code = Optional.ofNullable(cause)
			.flatMap(DatabaseFailure::code)
			.orElse(ProblemCode.DATABASE_UNSUPPORTED);
		return new ProblemException(code,
				"The database %s cannot be opened: %s.".formatted(database, reason((cause != null) ? cause : failure)),
				Map.of("database", database), failure);
	}

	private static ProblemException problem(ProblemCode code, Exception cause, RuntimeException failure) {
		return new ProblemException(code, "The database failed: %s.".formatted(reason(cause)), Map.of(), failure);
	}

	/**
	 * Returns the first line of a message, without its full stop.
	 */
	private static String reason(Exception failure) {
		String line = String.valueOf(failure.getMessage()).lines().findFirst().orElse("").strip();
		return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
	}

	private static @Nullable SQLException rootMost(@Nullable Throwable failure) {
		@Nullable SQLException found = null;
		for (@Nullable
		Throwable next = failure; next != null; next = next.getCause()) {
			if (next instanceof SQLException sql) {
				found = sql;
			}
		}
		return found;
	}

	private static Optional<ProblemCode> code(SQLException failure) {
		if (failure instanceof SQLiteException sqlite) {
			return sqlite(sqlite.getResultCode());
		}
		String state = String.valueOf(failure.getSQLState());
		if (state.equals(DISK_FULL)) {
			return Optional.of(ProblemCode.DISK_FULL);
		}
		if (DAMAGED.contains(state)) {
			return Optional.of(ProblemCode.DATABASE_DAMAGED);
		}
		if (state.equals(INSUFFICIENT_PRIVILEGE)) {
			return Optional.of(ProblemCode.DATABASE_UNSUPPORTED);
		}
		return (failure instanceof SQLTransientConnectionException || TRANSIENT.contains(state)
				|| UNAVAILABLE.stream().anyMatch(state::startsWith)) ? Optional.of(ProblemCode.DATABASE_UNAVAILABLE)
						: Optional.empty();
	}

	/**
	 * A shared memory file that cannot be made larger is a full disk as well.
	 */
	private static Optional<ProblemCode> sqlite(SQLiteErrorCode result) {
		if (result == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE) {
			return Optional.of(ProblemCode.DISK_FULL);
		}
		return switch (SQLiteErrorCode.getErrorCode(result.code & PRIMARY)) {
			case SQLITE_FULL -> Optional.of(ProblemCode.DISK_FULL);
			case SQLITE_CORRUPT, SQLITE_NOTADB -> Optional.of(ProblemCode.DATABASE_DAMAGED);
			case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH,
					SQLITE_PROTOCOL, SQLITE_NOLFS, SQLITE_NOMEM, SQLITE_INTERRUPT ->
				Optional.of(ProblemCode.DATABASE_UNAVAILABLE);
			default -> Optional.empty();
		};
	}

}
