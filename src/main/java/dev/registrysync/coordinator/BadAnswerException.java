package dev.registrysync.coordinator;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;

/**
 * The coordinator answered, but not with its registry. Its data name the {@code source}
 * and the {@code kind}, and the {@code status} if there was one.
 */
public class BadAnswerException extends ProblemException {

	BadAnswerException(ProblemCode code, String detail, Map<String, ?> data, @Nullable Throwable cause) {
		super(code, detail, data, cause);
	}

}
