package dev.registrysync.idempotency;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.registrysync.problem.InvalidRequestException;
import dev.registrysync.security.CallerId;
import jakarta.servlet.http.HttpServletRequest;

/**
 * What a caller means by a key: a call of its own. The same key from somebody else, or
 * for another call, is another one.
 *
 * @param caller the caller as {@link CallerId} names it; empty if the service asks nobody
 * for credentials
 * @param method the HTTP method
 * @param path the path, as it was sent
 * @param key the caller's name for this one change
 */
record IntendedCall(String caller, String method, String path, String key) {

	static final String HEADER = "Idempotency-Key";

	/** A string of RFC 9651, as the draft wants it, or the same without its quotes. */
	private static final Pattern FORM = Pattern.compile("(\"?)([!#-~]{1,255})\\1");

	/**
	 * Reads it from a request that has the header.
	 * @throws InvalidRequestException if the header's value is no key
	 */
	static IntendedCall of(HttpServletRequest request, String header) {
		Matcher form = FORM.matcher(header.strip());
		if (!form.matches()) {
			throw new InvalidRequestException(HEADER, "is a key of 1 to 255 visible ASCII characters, such as a UUID");
		}
		return new IntendedCall(CallerId.find().orElse(""), request.getMethod(), request.getRequestURI(),
				form.group(2));
	}

}
