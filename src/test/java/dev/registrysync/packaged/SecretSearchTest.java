package dev.registrysync.packaged;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.registrysync.identity.PrivateKey;
import dev.registrysync.identity.Secp256k1;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A search that finds nothing proves something only if it can find.
 */
class SecretSearchTest {

	private static final String KEY = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";

	private final SecretSearch search = new SecretSearch(List.of("sesame"), Set.of(addressOf(KEY)));

	private static String addressOf(String key) {
		try (PrivateKey secret = PrivateKey.copyOf(HexFormat.of().parseHex(key))) {
			return Secp256k1.bouncyCastle().addressOf(secret).toString();
		}
	}

	@Test
	void findsAWord() {
		assertThat(this.search.find("open sesame!")).contains("sesame");
	}

	@Test
	void findsAPrivateKeyInAnyCaseAndInTheMiddleOfOtherDigits() {
		assertThat(this.search.find("key=0x" + KEY)).isPresent();
		assertThat(this.search.find("key=" + KEY.toUpperCase(Locale.ROOT))).isPresent();
		assertThat(this.search.find("302" + KEY + "a0ff")).isPresent();
	}

	@Test
	void takesNoDigestForAKey() {
		assertThat(this.search.find("sha256:" + "ab".repeat(32) + " " + "0".repeat(64) + " " + "f".repeat(130)))
			.isEmpty();
	}

}
