package dev.registrysync.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Writes names as segments of an address: all but the unreserved characters
 * percent-encoded (RFC 3986 2.1 and 2.3).
 */
public final class UrlPath {

	private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

	private UrlPath() {
	}

	/**
	 * Returns {@code kind/id} as the calls about an entry have it.
	 */
	public static String of(Kind kind, String id) {
		StringBuilder path = new StringBuilder(kind.plural()).append('/');
		for (byte one : id.getBytes(UTF_8)) {
			if (UNRESERVED.indexOf(one) >= 0) {
				path.append((char) one);
			}
			else {
				path.append("%%%02X".formatted(one));
			}
		}
		return path.toString();
	}

}
