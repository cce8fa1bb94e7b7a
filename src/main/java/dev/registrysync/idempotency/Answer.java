package dev.registrysync.idempotency;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * An answer that can be given again.
 */
final class Answer {

	/** Says that nothing was done for this answer. */
	static final String REPLAYED = "Idempotency-Replayed";

	private static final List<String> HEADERS = List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.LOCATION,
			HttpHeaders.ETAG, "Preference-Applied");

	private final int status;

	private final String headers;

	private final byte[] body;

	/**
	 * Takes an answer from where it is stored.
	 * @param headers a line each, the name, a colon and the value
	 * @param body null if it is empty and the database makes no difference
	 */
	Answer(int status, String headers, byte @Nullable [] body) {
		this.status = status;
		this.headers = headers;
		this.body = Objects.requireNonNullElse(body, new byte[0]);
	}

	static Answer of(ContentCachingResponseWrapper response) {
		String headers = HEADERS.stream()
			.filter((name) -> value(response, name) != null)
			.map((name) -> name + ":" + value(response, name))
			.collect(Collectors.joining("\n"));
		return new Answer(response.getStatus(), headers, response.getContentAsByteArray());
	}

	private static @Nullable String value(ContentCachingResponseWrapper response, String name) {
		return HttpHeaders.CONTENT_TYPE.equals(name) ? response.getContentType() : response.getHeader(name);
	}

	int status() {
		return this.status;
	}

	String headers() {
		return this.headers;
	}

	byte[] body() {
		return this.body.clone();
	}

	/**
	 * Returns whether the change was made, so that making it again would be another one.
	 */
	boolean isDone() {
		return this.status < 400;
	}

	void replay(HttpServletResponse response) throws IOException {
		response.setStatus(this.status);
		this.headers.lines()
			.map((line) -> line.split(":", 2))
			.forEach((header) -> response.setHeader(header[0], header[1]));
		response.setHeader(REPLAYED, "true");
		response.setContentLength(this.body.length);
		response.getOutputStream().write(this.body);
	}

}
