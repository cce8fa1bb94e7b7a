package dev.registrysync.problem;

import java.io.IOException;
import java.util.Map;

/**
 * A request's body is not read to its end.
 */
final class RequestCutException extends IOException {

	private final ProblemCode code;

	private final transient Map<String, Long> data;

	private RequestCutException(ProblemCode code, String detail, Map<String, Long> data) {
		super(detail);
		this.code = code;
		this.data = data;
	}

	static RequestCutException tooLarge(long limit) {
		return new RequestCutException(ProblemCode.REQUEST_TOO_LARGE,
				"The request's body has more than %d bytes.".formatted(limit), Map.of("limit", limit));
	}

	static RequestCutException tooSlow() {
		return new RequestCutException(ProblemCode.REQUEST_TIMEOUT, "The request's body did not arrive in time.",
				Map.of());
	}

	ProblemException toProblem() {
		return new ProblemException(this.code, String.valueOf(getMessage()), this.data);
	}

}
