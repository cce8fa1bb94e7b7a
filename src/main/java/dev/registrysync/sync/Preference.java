package dev.registrysync.sync;

import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.http.HttpHeaders;

/**
 * How a caller would like a call to be answered (RFC 7240).
 */
final class Preference {

	static final String HEADER = "Prefer";

	static final String APPLIED = "Preference-Applied";

	static final String RESPOND_ASYNC = "respond-async";

	private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");

	private Preference() {
	}

	/**
	 * Whether the caller would rather not wait (RFC 7240 4.1). How long it would wait all
	 * the same is not looked at.
	 */
	static boolean isAsync(HttpHeaders headers) {
		return headers.getOrEmpty(HEADER)
			.stream()
			.map((value) -> QUOTED.matcher(value).replaceAll("\"\""))
			.flatMap((value) -> Stream.of(value.split(",")))
			.map((preference) -> preference.split("[;=]", 2)[0].strip())
			.anyMatch(RESPOND_ASYNC::equalsIgnoreCase);
	}

}
