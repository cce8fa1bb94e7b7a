package dev.registrysync.coordinator;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpHeaders;
import java.util.function.UnaryOperator;

import dev.registrysync.problem.ProblemCode;

/**
 * An answer whose status says that it is not the registry.
 *
 * @param status the HTTP status
 * @param headers the answer's headers
 * @param redaction takes our secrets out of what the coordinator says
 */
record Refusal(int status, HttpHeaders headers, UnaryOperator<String> redaction) {

	BadAnswerException of(Question question) {
		return question.bad(code(), "answered " + this.status + details(), this.status);
	}

	/**
	 * The temporary redirects lead to login pages.
	 */
	private ProblemCode code() {
		return switch (this.status) {
			case 302, 303, 307, 401, 403 -> ProblemCode.COORDINATOR_UNAUTHORIZED;
			default -> (this.status / 100 == 2) ? ProblemCode.COORDINATOR_UNEXPECTED_SHAPE
					: ProblemCode.COORDINATOR_ERROR_STATUS;
		};
	}

	private String details() {
		return switch (this.status) {
			case 301, 302, 303, 307,
					308 ->
				", a redirect to " + this.headers.firstValue("Location")
					.map((location) -> Snippet.of(this.redaction.apply(withoutQuery(location))))
					.orElse("nowhere");
			case 204 -> ", an answer without a body";
			case 429 -> this.headers.firstValue("Retry-After")
				.filter((seconds) -> seconds.matches("[0-9]{1,9}"))
				.map(", try again in %s s"::formatted)
				.orElse("");
			default -> this.headers.firstValue("Content-Type")
				.map((type) -> " " + Snippet.of(this.redaction.apply(type)))
				.orElse("");
		};
	}

	private static String withoutQuery(String location) {
		try {
			URI uri = new URI(location);
			String host = (uri.getHost() != null) ? uri.getScheme() + "://" + uri.getHost() : "";
			String port = (uri.getPort() >= 0) ? ":" + uri.getPort() : "";
			return host + port + uri.getRawPath();
		}
		catch (URISyntaxException ex) {
			return "a place that is no URL";
		}
	}

}
