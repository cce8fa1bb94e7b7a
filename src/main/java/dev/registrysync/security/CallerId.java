package dev.registrysync.security;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Tells callers apart: by name and kind of credentials, since a token and a subject of
 * the issuer can have the same name, or by address where nobody is asked for credentials.
 */
public final class CallerId {

	private static final Pattern IPV6_NETWORK = Pattern.compile("((?:[0-9a-f]{1,4}:){4})[0-9a-f:%a-z]*");

	private CallerId() {
	}

	/**
	 * Returns what all calls of one caller have in common; not for people.
	 */
	public static String of(HttpServletRequest request) {
		return find().orElseGet(() -> address(request));
	}

	/**
	 * Returns the address by which a client without a name is told from others; of IPv6
	 * the first 64 bits, as one client has all of the others.
	 */
	static String address(HttpServletRequest request) {
		String address = request.getRemoteAddr();
		Matcher network = IPV6_NETWORK.matcher(address);
		return network.matches() ? network.group(1) + ":/64" : address;
	}

	/**
	 * Returns the same of a caller with credentials, whatever the address; empty if the
	 * service asks nobody for credentials.
	 */
	public static Optional<String> find() {
		return CallerAuthentication.current()
			.filter((caller) -> caller.proof() != Caller.Proof.NONE)
			.map((caller) -> "%s %s".formatted(caller.proof(), caller.name()));
	}

}
