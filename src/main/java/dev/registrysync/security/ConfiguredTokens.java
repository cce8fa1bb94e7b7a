package dev.registrysync.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * All tokens that the configuration names, one by one or in a file.
 */
final class ConfiguredTokens implements Supplier<List<KnownToken>> {

	private static final int MAX_HASH_FILE = 4096;

	private final List<KnownToken> named;

	private final Optional<TokensFile> file;

	/**
	 * Reads them.
	 * @throws dev.registrysync.problem.ProblemException if one cannot be used
	 */
	ConfiguredTokens(SecurityProperties properties) {
		List<KnownToken> tokens = new ArrayList<>();
		for (int i = 0; i < properties.tokens().size(); i++) {
			tokens.add(token("registry-sync.security.tokens[%d]".formatted(i), properties.tokens().get(i)));
		}
		this.named = List.copyOf(tokens);
		this.file = Optional.ofNullable(properties.tokensFile()).map(TokensFile::new);
	}

	private static KnownToken token(String where, SecurityProperties.Token token) {
		if (token.hash() != null && token.hashFile() != null) {
			throw TokenText.unusable(where, "has a hash and a hash-file; leave one of them");
		}
		@Nullable String hash = (token.hashFile() != null) ? read(where, token.hashFile()) : token.hash();
		return new TokenText(where, token.name(), hash, token.roles(), token.expires()).parse();
	}

	private static String read(String where, Path file) {
		try {
			return (Files.size(file) <= MAX_HASH_FILE) ? Files.readString(file).strip() : "";
		}
		catch (IOException ex) {
			throw TokenText.unusable(where, "has a hash-file that cannot be read, %s".formatted(file.toAbsolutePath()));
		}
	}

	@Override
	public List<KnownToken> get() {
		return this.file.map((tokens) -> Stream.concat(this.named.stream(), tokens.get().stream()).toList())
			.orElse(this.named);
	}

}
