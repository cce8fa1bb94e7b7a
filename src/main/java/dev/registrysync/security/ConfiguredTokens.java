package dev.registrysync.security;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.registrysync.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All tokens that the configuration names, one by one or in files.
 */
final class ConfiguredTokens implements Supplier<TokenList> {

	private static final Logger logger = LoggerFactory.getLogger(ConfiguredTokens.class);

	private final List<Supplier<TokenList>> places = new ArrayList<>();

	/**
	 * Reads the tokens.
	 * @throws ProblemException if a setting cannot be used, or if all files together have
	 * no usable token and no setting has one either
	 */
	ConfiguredTokens(SecurityProperties properties) {
		for (int i = 0; i < properties.tokens().size(); i++) {
			add("registry-sync.security.tokens[%d]".formatted(i), properties.tokens().get(i));
		}
		if (properties.tokensFile() != null) {
			addFile(properties.tokensFile());
		}
		TokenList list = get();
		if (list.tokens().isEmpty() && !this.places.isEmpty()) {
			throw TokenText.unusable(list.shownDefects());
		}
		list.shownDefects().forEach(logger::error);
	}

	private void add(String where, SecurityProperties.Token token) {
		if (token.hashFile() == null) {
			TokenList list = TokenList
				.of(new TokenText(where, token.name(), token.hash(), token.roles(), token.expires()).parse());
			this.places.add(() -> list);
			return;
		}
		if (token.hash() != null) {
			throw TokenText.unusable(where, "has a hash and a hash-file; leave one of them");
		}
		Path file = token.hashFile().toAbsolutePath();
		String name = "%s, hash-file %s,".formatted(where, file);
		this.places.add(new TokenFile(name, file,
				(text) -> parse(new TokenText(name, token.name(), text.strip(), token.roles(), token.expires()))));
	}

	private void addFile(Path file) {
		String name = "The tokens file %s".formatted(file.toAbsolutePath());
		this.places.add(new TokenFile(name, file, (text) -> parseLines(name, text)));
	}

	private static TokenList parseLines(String name, String text) {
		List<KnownToken> tokens = new ArrayList<>();
		List<String> defects = new ArrayList<>();
		String[] lines = text.split("\\R");
		for (int i = 0; i < lines.length; i++) {
			if (!lines[i].isBlank() && !lines[i].startsWith("#")) {
				try {
					tokens.add(TokenText.ofLine("%s, line %d,".formatted(name, i + 1), lines[i]).parse());
				}
				catch (ProblemException ex) {
					defects.add(ex.detail());
				}
			}
		}
		if (tokens.isEmpty()) {
			defects.add("%s names no usable token".formatted(name));
		}
		return new TokenList(tokens, defects);
	}

	private static TokenList parse(TokenText text) {
		try {
			return TokenList.of(text.parse());
		}
		catch (ProblemException ex) {
			return TokenList.unusable(ex.detail());
		}
	}

	/**
	 * The tokens as the files are now.
	 */
	@Override
	public TokenList get() {
		return this.places.stream().map(Supplier::get).reduce(TokenList.EMPTY, TokenList::plus);
	}

}
