package dev.registrysync.idempotency;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.registrysync.problem.InvalidRequestException;
import dev.registrysync.registry.Sha256;
import dev.registrysync.security.CallerId;
import jakarta.servlet.http.HttpServletRequest;

/**
 * The key of a call, which belongs to its caller, method and path: the same key from
 * another caller or for another call is another one.
 *
 * @param caller the caller as {@link CallerId} names it; empty if the service asks nobody
 * for credentials
 * @param method the HTTP method
 * @param path the path, as it was sent
 * @param key the caller's name for this one change
 */
record IdempotencyKey(String caller, String method, String path, String key) {

	static final String HEADER = "Idempotency-Key";

	/** A string of RFC 9651, as the draft wants it, or the same without its quotes. */
	private static final Pattern FORM = Pattern.compile("(\"?)([!#-~]{1,255})\\1");

	/**
	 * Reads it from a request that has the header.
	 * @throws InvalidRequestException if the header's value is no key
	 */
	static IdempotencyKey of(HttpServletRequest request, String header) {
		Matcher form = FORM.matcher(header.strip());
		if (!form.matches()) {
			throw new InvalidRequestException(HEADER, "is a key of 1 to 255 visible ASCII characters, such as a UUID");
		}
		return new IdempotencyKey(CallerId.find().orElse(""), request.getMethod(), request.getRequestURI(),
				form.group(2));
	}

	/**
	 * Returns a digest of all four, as a path may be longer than an index of PostgreSQL
	 * takes. Only the caller's name, the last, may have line breaks.
	 */
	String id() {
		return Sha256
			.of(String.join("\n", this.method, this.path, this.key, this.caller).getBytes(StandardCharsets.UTF_8));
	}

}
