package dev.registrysync.security;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriUtils;

/**
 * A role, perhaps for one entry only: {@code sign:agents/planner}. Other characters than
 * letters, digits and {@code -._~} in the id are percent-encoded, as in addresses.
 *
 * @param role the role
 * @param entry the only entry that it is for, as {@code kind/id}; null for all
 */
record Grant(Role role, @Nullable String entry) {

	/** What a grant may look like, for messages. */
	static final String FORMS = "read, sync, keys, sign, sign:KIND/ID, admin";

	private static final String LIMITED = Role.SIGN.text() + ":";

	/**
	 * Reads a grant; empty if the text is none.
	 */
	static Optional<Grant> find(String text) {
		if (!text.startsWith(LIMITED)) {
			return Role.find(text).map((role) -> new Grant(role, null));
		}
		return decode(text.substring(LIMITED.length())).filter((entry) -> entry.matches("(?s)(?:agents|tools)/.+"))
			.map((entry) -> new Grant(Role.SIGN, entry));
	}

	private static Optional<String> decode(String entry) {
		try {
			return Optional.of(UriUtils.decode(entry, StandardCharsets.UTF_8));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Reads a grant from the configuration. Public, as Spring converts with public
	 * methods only. As for other settings, the case of a role's name does not matter.
	 * @throws IllegalArgumentException if the text is none
	 */
	public static Grant valueOf(String text) {
		return find(text).or(() -> find(text.toLowerCase(Locale.ROOT)).filter((grant) -> grant.entry == null))
			.orElseThrow(() -> new IllegalArgumentException("must be one of " + FORMS));
	}

	/**
	 * Whether it covers a call.
	 * @param needed the role that the call needs
	 * @param named the entry that the call is about; null if it is about none
	 */
	boolean covers(Role needed, @Nullable String named) {
		return this.role.includes(needed) && (needed != Role.SIGN || this.entry == null || this.entry.equals(named));
	}

}
