package dev.registrysync.security;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What has to be added to the configuration, so that a token counts.
 *
 * @param settings the lines for {@code application.yaml}
 * @param line the line for the tokens file
 */
public record TokenLines(List<String> settings, String line) {

	private static final String PREFIX = "registry-sync.security.tokens[0].";

	public TokenLines {
		settings = List.copyOf(settings);
	}

	/**
	 * The lines for a token.
	 * @throws dev.registrysync.problem.ProblemException if the service would not take
	 * them; the detail says why
	 */
	public static TokenLines of(NewToken token, String name, List<String> roles, @Nullable Instant expires) {
		@Nullable String until = (expires != null) ? expires.toString() : null;
		new TokenText("The token", name, token.hash(), roles, until).parse();
		String joined = String.join(",", roles);
		List<String> settings = new ArrayList<>(
				List.of(PREFIX + "name: " + name, PREFIX + "roles: " + joined, PREFIX + "hash: " + token.hash()));
		String line = "%s %s %s".formatted(name, joined, token.hash());
		if (until != null) {
			settings.add(PREFIX + "expires: " + until);
			line += " " + until;
		}
		return new TokenLines(settings, line);
	}

}
