package dev.registrysync.security;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tokens that one or more places of the configuration name now.
 *
 * @param tokens the usable ones
 * @param defects one sentence for each file or line that cannot be used; never its
 * content
 */
record TokenList(List<KnownToken> tokens, List<String> defects) {

	private static final int SHOWN = 20;

	static final TokenList EMPTY = new TokenList(List.of(), List.of());

	TokenList {
		tokens = List.copyOf(tokens);
		defects = List.copyOf(defects);
	}

	static TokenList of(KnownToken token) {
		return new TokenList(List.of(token), List.of());
	}

	static TokenList unusable(String defect) {
		return new TokenList(List.of(), List.of(defect));
	}

	/**
	 * The first defects, for logs, health and problems.
	 */
	List<String> shownDefects() {
		return (this.defects.size() <= SHOWN) ? this.defects
				: Stream
					.concat(this.defects.stream().limit(SHOWN),
							Stream.of("%d more defects".formatted(this.defects.size() - SHOWN)))
					.toList();
	}

	/**
	 * Counts the tokens that are valid, or else expired, at that time.
	 */
	long countAt(Instant now, boolean valid) {
		return this.tokens.stream().filter((token) -> token.isValidAt(now) == valid).count();
	}

	TokenList plus(TokenList more) {
		return new TokenList(Stream.concat(this.tokens.stream(), more.tokens.stream()).toList(),
				Stream.concat(this.defects.stream(), more.defects.stream()).toList());
	}

}
