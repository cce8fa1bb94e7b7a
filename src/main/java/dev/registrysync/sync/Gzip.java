package dev.registrysync.sync;

import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.WebRequest;

/**
 * The content coding of large answers. A compressed text has an entity tag of its own
 * (RFC 9110 8.8.3.3), so the server cannot compress it by itself.
 */
final class Gzip {

	static final String CODING = "gzip";

	private static final String SUFFIX = "-" + CODING;

	private Gzip() {
	}

	/**
	 * Whether the caller takes it (RFC 9110 12.5.3).
	 */
	static boolean isAccepted(WebRequest request) {
		String @Nullable [] lines = request.getHeaderValues(HttpHeaders.ACCEPT_ENCODING);
		return lines != null && Stream.of(String.join(",", lines).toLowerCase(Locale.ROOT).split(","))
			.map((coding) -> coding.replaceAll("\\s", ""))
			.anyMatch((coding) -> coding.matches("(gzip|\\*)(;q=(1(\\.0*)?|0?\\.0*[1-9]\\d*))?"));
	}

	static String tag(String tag) {
		return tag.substring(0, tag.length() - 1) + SUFFIX + "\"";
	}

	/**
	 * The tag of the text itself.
	 */
	static String withoutCoding(String tag) {
		return tag.replace(SUFFIX + "\"", "\"");
	}

}
