package dev.registrysync.packaged;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.registrysync.identity.InvalidPrivateKeyException;
import dev.registrysync.identity.PrivateKey;
import dev.registrysync.identity.Secp256k1;

/**
 * Looks for secrets in a text: given words, and private keys in hex digits.
 */
final class SecretSearch {

	private static final int DIGITS = 64;

	private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{%d,}".formatted(DIGITS));

	private final Secp256k1 secp256k1 = Secp256k1.bouncyCastle();

	private final List<String> words;

	private final Set<String> addresses;

	/** What was looked at and is no key: digests come up again and again. */
	private final Set<String> innocent = new HashSet<>();

	/**
	 * Says what must not occur.
	 * @param words the words themselves
	 * @param addresses the addresses of the private keys
	 */
	SecretSearch(List<String> words, Set<String> addresses) {
		this.words = words;
		this.addresses = addresses;
	}

	/**
	 * The first secret; empty if there is none.
	 */
	Optional<String> find(String text) {
		return this.words.stream().filter(text::contains).findFirst().or(() -> findKey(text));
	}

	private Optional<String> findKey(String text) {
		return HEX.matcher(text).results().map(MatchResult::group).filter(this::holdsKey).findFirst();
	}

	private boolean holdsKey(String digits) {
		for (int start = 0; start + DIGITS <= digits.length(); start++) {
			String window = digits.substring(start, start + DIGITS);
			if (!this.innocent.contains(window)) {
				if (isKey(window)) {
					return true;
				}
				this.innocent.add(window);
			}
		}
		return false;
	}

	private boolean isKey(String digits) {
		try (PrivateKey key = PrivateKey.copyOf(HexFormat.of().parseHex(digits))) {
			return this.addresses.contains(this.secp256k1.addressOf(key).toString());
		}
		catch (InvalidPrivateKeyException ex) {
			return false;
		}
	}

}
