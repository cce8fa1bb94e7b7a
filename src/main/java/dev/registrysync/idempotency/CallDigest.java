package dev.registrysync.idempotency;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import dev.registrysync.registry.Sha256;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * What is asked for under a key, as a digest: two calls that differ in it are not the
 * same change.
 *
 * @param text SHA-256 over the query, the headers that decide what is done, and the body
 */
record CallDigest(String text) {

	private static final List<String> HEADERS = List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.IF_MATCH, "Prefer");

	static CallDigest of(HttpServletRequest request, byte[] body) {
		StringBuilder head = new StringBuilder(line(request.getQueryString()));
		HEADERS.forEach((name) -> head.append(line(request.getHeader(name))));
		return new CallDigest(Sha256.of(head.toString().getBytes(StandardCharsets.UTF_8), body));
	}

	private static String line(@Nullable String text) {
		return Objects.requireNonNullElse(text, "") + '\n';
	}

}
