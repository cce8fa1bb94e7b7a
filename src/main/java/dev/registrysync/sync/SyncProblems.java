package dev.registrysync.sync;

import java.util.Map;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;

/**
 * Makes the problems that several calls have.
 */
final class SyncProblems {

	private SyncProblems() {
	}

	static ProblemException entryNotFound(EntryRef ref) {
		return new ProblemException(ProblemCode.ENTRY_NOT_FOUND,
				"The registry of %s has no entry \"%s\".".formatted(ref.kind(), ref.id()),
				Map.of("kind", ref.kind().plural(), "id", ref.id().value()));
	}

}
