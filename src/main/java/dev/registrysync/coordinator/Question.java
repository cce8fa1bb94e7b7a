package dev.registrysync.coordinator;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.registry.Kind;

/**
 * What is asked of whom: the data that every failure of the coordinator carries.
 *
 * @param method the HTTP method
 * @param source the coordinator's name
 * @param kind what it is asked for
 * @param uri where; without user info or query
 */
record Question(String method, String source, Kind kind, URI uri) {

	/**
	 * The question for a kind below a coordinator's base URL.
	 */
	static Question of(String source, Kind kind, URI base) {
		return of("GET", source, kind, base);
	}

	/**
	 * The demand to change a kind below a coordinator's base URL.
	 */
	static Question toPatch(String source, Kind kind, URI base) {
		return of("PATCH", source, kind, base);
	}

	private static Question of(String method, String source, Kind kind, URI base) {
		String text = base.toString();
		String slash = text.endsWith("/") ? "" : "/";
		return new Question(method, source, kind, URI.create(text + slash + "registry/" + kind));
	}

	/**
	 * Not even the beginning of an answer came.
	 */
	NoAnswerException unanswered(ProblemCode code, String detail, @Nullable Throwable cause) {
		return new NoAnswerException(code, sentence(detail), data(null), cause, true);
	}

	/**
	 * An answer that began but did not end, or a question that was already repeated.
	 */
	NoAnswerException abandoned(ProblemCode code, String detail, @Nullable Integer status, @Nullable Throwable cause) {
		return new NoAnswerException(code, sentence(detail), data(status), cause, false);
	}

	/**
	 * An answer came that is of no use; without a status if it was not even HTTP.
	 */
	BadAnswerException bad(ProblemCode code, String detail, @Nullable Integer status) {
		return new BadAnswerException(code, sentence(detail), data(status), null);
	}

	private String sentence(String detail) {
		return this.method + " " + this.uri + ": " + detail;
	}

	private Map<String, Object> data(@Nullable Integer status) {
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("source", this.source);
		data.put("kind", this.kind.plural());
		if (status != null) {
			data.put("coordinator_status", status);
		}
		return data;
	}

}
