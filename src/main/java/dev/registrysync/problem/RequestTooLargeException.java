package dev.registrysync.problem;

import java.io.IOException;
import java.util.Map;

/**
 * A request's body has more bytes than we read.
 */
class RequestTooLargeException extends IOException {

	private final long limit;

	RequestTooLargeException(long limit) {
		super("the request has more than " + limit + " bytes");
		this.limit = limit;
	}

	ProblemException toProblem() {
		return new ProblemException(ProblemCode.REQUEST_TOO_LARGE,
				"The request's body has more than %d bytes.".formatted(this.limit), Map.of("limit", this.limit));
	}

}
