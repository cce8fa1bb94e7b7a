package dev.registrysync.console;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How the platform makes a variable's name of an entity's id.
 */
enum EnvNaming {

	/**
	 * Every run of characters that are no word characters becomes one underscore. Word
	 * characters are those of Python's {@code \w}: letters and numbers of any script, and
	 * the underscore.
	 */
	WALLET {
		@Override
		String suffix(String entity) {
			return NOT_WORD.matcher(entity).replaceAll("_").toUpperCase(Locale.ROOT);
		}
	},

	/** Each hyphen and each full stop becomes an underscore. */
	AGENT_VAULT {
		@Override
		String suffix(String entity) {
			return entity.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
		}
	};

	/** What all the names begin with. */
	static final String PREFIX = "MINDX_WALLET_PK_";

	private static final Pattern NOT_WORD = Pattern.compile("[^\\p{L}\\p{N}_]+");

	String nameOf(String entity) {
		return PREFIX + suffix(entity);
	}

	abstract String suffix(String entity);

}
