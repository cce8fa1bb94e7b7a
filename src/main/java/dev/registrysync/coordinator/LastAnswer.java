package dev.registrysync.coordinator;

import dev.registrysync.registry.RuntimeEntries;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The last good answer for one kind.
 *
 * @param etag its entity tag, if it had one
 * @param digest the digest of its bytes
 * @param entries what was read from its body
 */
record LastAnswer(Optional<String> etag, String digest, RuntimeEntries entries) {

	/** RFC 9110 8.8.3, ASCII only. */
	private static final Pattern ETAG = Pattern.compile("(W/)?\"[\\x21\\x23-\\x7e]{0,1024}\"");

	static Optional<String> etag(HttpHeaders headers) {
		return headers.firstValue("ETag").filter((value) -> ETAG.matcher(value).matches());
	}

	/**
	 * Whether the tag may stand in {@code If-Match} (RFC 9110 13.1.1).
	 */
	static boolean isStrong(String etag) {
		return !etag.startsWith("W/");
	}

	/**
	 * The same, so that the source is asked what there is and not whether that has
	 * changed.
	 */
	LastAnswer withoutValidator() {
		return new LastAnswer(Optional.empty(), this.digest, this.entries);
	}

	Pull answered(boolean notModified) {
		return new Pull.Answered(this.entries, this.digest, this.etag.filter(LastAnswer::isStrong), notModified);
	}

}
