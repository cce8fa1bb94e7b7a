package dev.registrysync.idempotency;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * What is asked for under a key, as a digest: two calls that differ in it are not the
 * same change.
 *
 * @param hex SHA-256 over the query, the headers that decide what is done, and the body
 */
record CallDigest(String hex) {

	private static final List<String> HEADERS = List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.IF_MATCH, "Prefer");

	static CallDigest of(HttpServletRequest request, byte[] body) {
		MessageDigest digest = sha256();
		add(digest, request.getQueryString());
		HEADERS.forEach((name) -> add(digest, request.getHeader(name)));
		digest.update(body);
		return new CallDigest(HexFormat.of().formatHex(digest.digest()));
	}

	private static void add(MessageDigest digest, @Nullable String text) {
		if (text != null) {
			digest.update(text.getBytes(StandardCharsets.UTF_8));
		}
		digest.update((byte) '\n');
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
