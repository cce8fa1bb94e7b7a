package dev.registrysync.security;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The callers that the configuration names, with their hashed tokens.
 */
final class KnownTokens implements Callers {

	private final Supplier<TokenList> tokens;

	private final Clock clock;

	/**
	 * Knows them.
	 * @param tokens those that count now; asked at each call
	 */
	KnownTokens(Supplier<TokenList> tokens, Clock clock) {
		this.tokens = tokens;
		this.clock = clock;
	}

	/**
	 * Looks at all of them, whichever it is.
	 */
	@Override
	public Optional<Caller> find(String token) {
		TokenHash hash = TokenHash.of(token);
		Optional<KnownToken> found = this.tokens.get()
			.tokens()
			.stream()
			.filter((known) -> known.hash().matches(hash))
			.reduce((first, second) -> first);
		return found.filter((known) -> known.isValidAt(this.clock.instant())).map(KnownToken::caller);
	}

}
