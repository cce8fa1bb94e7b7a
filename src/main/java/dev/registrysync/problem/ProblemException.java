package dev.registrysync.problem;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A failure that a caller can see: a code, a sentence and the data that belong to it.
 */
public class ProblemException extends RuntimeException {

	private final ProblemCode code;

	private final transient Map<String, Object> data;

	private final String remedy;

	public ProblemException(ProblemCode code, String detail) {
		this(code, detail, Map.of(), null);
	}

	public ProblemException(ProblemCode code, String detail, Map<String, ?> data) {
		this(code, detail, data, null);
	}

	/**
	 * Makes the failure.
	 * @param code what kind of failure
	 * @param detail one sentence for a person: what was wrong, and where. Never a secret
	 * @param data members that the problem carries beside it; never a secret
	 * @param cause what led to it, for the log
	 */
	public ProblemException(ProblemCode code, String detail, Map<String, ?> data, @Nullable Throwable cause) {
		this(code, detail, data, cause, code.remedy(data));
	}

	private ProblemException(ProblemCode code, String detail, Map<String, ?> data, @Nullable Throwable cause,
			String remedy) {
		super(detail, cause);
		this.code = code;
		this.data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
		this.remedy = remedy;
	}

	/**
	 * The same failure for which somebody knows better what to do than the table. Names
	 * in braces stand for its data here too.
	 */
	public ProblemException withRemedy(String better) {
		return new ProblemException(this.code, detail(), this.data, this, RemedyTemplate.fill(better, this.data));
	}

	public ProblemCode code() {
		return this.code;
	}

	public String detail() {
		return String.valueOf(getMessage());
	}

	/**
	 * What the reader should do.
	 */
	public String remedy() {
		return this.remedy;
	}

	public Map<String, Object> data() {
		return this.data;
	}

}
