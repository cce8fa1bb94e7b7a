package dev.registrysync.secretstorage;

import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

class ScryptTest {

	private static String derive(String passphrase, String salt, int n, int r, int p) {
		return HexFormat.of()
			.formatHex(Scrypt.beyondTheLimit(passphrase.getBytes(US_ASCII), salt.getBytes(US_ASCII),
					new ScryptCost(n, r, p), 64));
	}

	/** RFC 7914 12. */
	@Test
	void givesTheRfcsResults() {
		assertThat(derive("", "", 16, 1, 1)).startsWith("77d6576238657b203b19ca42c18a0497");
		assertThat(derive("password", "NaCl", 1024, 8, 16)).startsWith("fdbabe1c9d3472007856e7190d01e9fe");
	}

	@Test
	void givesTheSameAsBouncyCastle() {
		byte[] passphrase = "a passphrase".getBytes(US_ASCII);
		byte[] salt = "a salt".getBytes(US_ASCII);
		ScryptCost cost = new ScryptCost(32768, 1, 3);
		assertThat(Scrypt.beyondTheLimit(passphrase, salt, cost, 32))
			.isEqualTo(Scrypt.derive(passphrase, salt, cost, 32));
	}

}
