package dev.registrysync.security;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A token for each role, a second one with {@code sync}, one that has expired, and one
 * that nobody knows.
 */
final class Tokens {

	private final Map<Role, NewToken> byRole = new EnumMap<>(Role.class);

	private final NewToken expired = NewToken.random();

	private final NewToken unknown = NewToken.random();

	private final NewToken other = NewToken.random();

	Tokens() {
		Stream.of(Role.values()).forEach((role) -> this.byRole.put(role, NewToken.random()));
	}

	/**
	 * The lines of a tokens file.
	 */
	String lines() {
		return this.byRole.entrySet()
			.stream()
			.map((entry) -> line(entry.getValue(), "the-" + entry.getKey().text(), entry.getKey(), null))
			.collect(Collectors.joining("\n", "# who may what\n\n", "\n"))
				+ line(this.other, "another", Role.SYNC, null) + "\n"
				+ line(this.expired, "the-late", Role.ADMIN, Instant.EPOCH);
	}

	private static String line(NewToken token, String name, Role role, @Nullable Instant expires) {
		return TokenLines.of(token, name, List.of(role.text()), expires).line();
	}

	String of(Role role) {
		return bearer(this.byRole.get(role));
	}

	/**
	 * The token of a second caller with the role {@code sync}.
	 */
	String ofAnotherWhoMaySync() {
		return bearer(this.other);
	}

	String expired() {
		return bearer(this.expired);
	}

	String unknown() {
		return bearer(this.unknown);
	}

	private static String bearer(NewToken token) {
		return "Bearer " + token.reveal();
	}

}
