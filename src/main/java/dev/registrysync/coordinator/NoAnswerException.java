package dev.registrysync.coordinator;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;

/**
 * The coordinator gave no answer, or did not finish it in time. Its data name the
 * {@code source} and the {@code kind}, and the {@code status} if that came.
 */
public class NoAnswerException extends ProblemException {

	private final boolean repeatable;

	NoAnswerException(ProblemCode code, String detail, Map<String, ?> data, @Nullable Throwable cause,
			boolean repeatable) {
		super(code, detail, data, cause);
		this.repeatable = repeatable;
	}

	/**
	 * Whether not even the beginning of an answer came, nor was the question repeated.
	 */
	boolean isRepeatable() {
		return this.repeatable;
	}

}
