package dev.registrysync.idempotency;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletResponse;

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

	private final Map<String, String> headers = new LinkedHashMap<>();

	private final byte[] body;

	Answer(ContentCachingResponseWrapper response) {
		this.status = response.getStatus();
		this.body = response.getContentAsByteArray();
		for (String name : HEADERS) {
			String value = HttpHeaders.CONTENT_TYPE.equals(name) ? response.getContentType() : response.getHeader(name);
			if (value != null) {
				this.headers.put(name, value);
			}
		}
	}

	/**
	 * Its size in bytes, about.
	 */
	int size() {
		return this.body.length;
	}

	/**
	 * Whether the change was made, so that making it again would be another one.
	 */
	boolean isDone() {
		return this.status < 400;
	}

	void replay(HttpServletResponse response) throws IOException {
		response.setStatus(this.status);
		this.headers.forEach(response::setHeader);
		response.setHeader(REPLAYED, "true");
		response.setContentLength(this.body.length);
		response.getOutputStream().write(this.body);
	}

}
