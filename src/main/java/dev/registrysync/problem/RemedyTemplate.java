package dev.registrysync.problem;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriUtils;

/**
 * Fills the members of a problem into a remedy, so that it can be followed as it is.
 */
final class RemedyTemplate {

	private static final Pattern NAME = Pattern.compile("\\{([a-z_]+)}");

	/** What stands for a member that the problem does not have. */
	private static final Map<String, String> IN_GENERAL = Map.of("kind", "agents", "id", "planner", "source",
			"default");

	private RemedyTemplate() {
	}

	/**
	 * Fills in what is known; a kind, an id or a source that is not known is an example.
	 */
	static String fill(String template, Map<String, ?> data) {
		return NAME.matcher(template).replaceAll((name) -> Matcher.quoteReplacement(value(name, data)));
	}

	private static String value(MatchResult name, Map<String, ?> data) {
		@Nullable Object value = data.get(name.group(1));
		return (value != null) ? UriUtils.encode(value.toString(), StandardCharsets.UTF_8)
				: IN_GENERAL.getOrDefault(name.group(1), name.group());
	}

}
