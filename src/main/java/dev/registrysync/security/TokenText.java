package dev.registrysync.security;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * A token as somebody wrote it into the configuration.
 *
 * @param where the place, for messages
 * @param name whose it is
 * @param hash {@code sha256:} and 64 hexadecimal digits
 * @param roles the names of its roles
 * @param expires an instant as in {@code 2027-01-31T00:00:00Z}, or null
 */
record TokenText(String where, @Nullable String name, @Nullable String hash, List<String> roles,
		@Nullable String expires) {

	static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

	/**
	 * What is written in one line: {@code name roles hash [expires]}.
	 */
	static TokenText ofLine(String where, String line) {
		String[] words = line.strip().split("\\s+");
		if (words.length < 3 || words.length > 4) {
			throw unusable(where, "must be a name, roles with commas between them, a hash, and perhaps an expiry");
		}
		return new TokenText(where, words[0], words[2], List.of(words[1].split(",")),
				(words.length > 3) ? words[3] : null);
	}

	/**
	 * The token.
	 * @throws ProblemException if it is none; what was written is not repeated, as it may
	 * be a token instead of its hash
	 */
	KnownToken parse() {
		if (this.name == null || !NAME.matcher(this.name).matches()) {
			throw unusable(this.where, "needs a name of 1 to 64 letters, digits, dots, underscores and hyphens");
		}
		TokenHash parsed = TokenHash.parse((this.hash != null) ? this.hash : "")
			.orElseThrow(() -> unusable(this.where, "needs a hash, sha256: and 64 hexadecimal digits"));
		return new KnownToken(this.name, parsed, parsedRoles(), parsedExpiry());
	}

	private Set<Grant> parsedRoles() {
		Set<Grant> parsed = new HashSet<>();
		for (String role : this.roles) {
			parsed.add(Grant.find(role)
				.orElseThrow(() -> unusable(this.where, "has a role that is none of " + Grant.FORMS)));
		}
		if (parsed.isEmpty()) {
			throw unusable(this.where, "has no roles");
		}
		return parsed;
	}

	private @Nullable Instant parsedExpiry() {
		try {
			return (this.expires != null) ? Instant.parse(this.expires) : null;
		}
		catch (DateTimeException ex) {
			throw unusable(this.where, "expires at no instant such as 2027-01-31T00:00:00Z");
		}
	}

	static ProblemException unusable(String where, String defect) {
		return new ProblemException(ProblemCode.TOKENS_UNUSABLE, "%s %s".formatted(where, defect));
	}

	static ProblemException unusable(List<String> defects) {
		return new ProblemException(ProblemCode.TOKENS_UNUSABLE, String.join("; ", defects));
	}

}
