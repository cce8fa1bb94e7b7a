package dev.registrysync.security;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

/**
 * By what a client without a name is told from others: its address; of IPv6 the first 64
 * bits, as one client has all of the others.
 */
final class ClientAddress {

	private static final Pattern IPV6_NETWORK = Pattern.compile("((?:[0-9a-f]{1,4}:){4})[0-9a-f:%a-z]*");

	private ClientAddress() {
	}

	static String of(HttpServletRequest request) {
		String address = request.getRemoteAddr();
		Matcher network = IPV6_NETWORK.matcher(address);
		return network.matches() ? network.group(1) + ":/64" : address;
	}

}
