package dev.registrysync.secretstorage;

import java.util.HexFormat;

import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.secretstorage.SecretStorageException.Defect;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * PBKDF2 with HMAC-SHA-256 (RFC 8018 5.2).
 *
 * @param iterations how often
 * @param salt hex digits
 */
record Pbkdf2Derivation(int iterations, String salt) implements KeyDerivation {

	static final String NAME = "pbkdf2";

	private static final String PRF = "hmac-sha256";

	private static final int MAX_ITERATIONS = 20_000_000;

	static Pbkdf2Derivation of(Members parameters) {
		if (!parameters.text("prf").equals(PRF)) {
			throw new SecretStorageException(Defect.UNSUPPORTED, "its prf is not " + PRF);
		}
		long iterations = parameters.number("c");
		if (iterations > MAX_ITERATIONS) {
			throw new SecretStorageException(Defect.TOO_EXPENSIVE,
					"pbkdf2 with c=%d would take very long; at most c=%d is opened".formatted(iterations,
							MAX_ITERATIONS));
		}
		return new Pbkdf2Derivation((int) iterations, HexFormat.of().formatHex(parameters.hex("salt")));
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public JsonObject toJson() {
		return JsonObject.of("c", new JsonNumber(Integer.toString(this.iterations)))
			.with("dklen", new JsonNumber(Integer.toString(LENGTH)))
			.with("prf", PRF)
			.with("salt", this.salt);
	}

	@Override
	public byte[] derive(byte[] passphrase) {
		return derive(passphrase, HexFormat.of().parseHex(this.salt), this.iterations, LENGTH);
	}

	static byte[] derive(byte[] passphrase, byte[] salt, int iterations, int length) {
		PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA256Digest());
		generator.init(passphrase, salt, iterations);
		return ((KeyParameter) generator.generateDerivedMacParameters(8 * length)).getKey();
	}

}
