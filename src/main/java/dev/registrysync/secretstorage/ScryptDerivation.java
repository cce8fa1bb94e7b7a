package dev.registrysync.secretstorage;

import java.util.HexFormat;

import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.secretstorage.SecretStorageException.Defect;

/**
 * scrypt (RFC 7914).
 *
 * @param cost how much work
 * @param salt hex digits
 */
record ScryptDerivation(ScryptCost cost, String salt) implements KeyDerivation {

	static final String NAME = "scrypt";

	static ScryptDerivation of(Members parameters) {
		long n = parameters.number("n");
		long r = parameters.number("r");
		long p = parameters.number("p");
		String salt = HexFormat.of().formatHex(parameters.hex("salt"));
		String asked = "scrypt with n=%d, r=%d, p=%d".formatted(n, r, p);
		if (n < 2 || Long.bitCount(n) != 1) {
			throw new SecretStorageException(Defect.MALFORMED,
					"%s is not possible: n is no power of two".formatted(asked));
		}
		if (!ScryptCost.isBearable(n, r, p)) {
			throw new SecretStorageException(Defect.TOO_EXPENSIVE,
					"%s would take %s of memory and %,.0f times the usual work; at most 1 GiB and 32 times are opened"
						.formatted(asked, memory(n, r), (double) n * r * p / ScryptCost.STANDARD.work()));
		}
		ScryptCost cost = new ScryptCost((int) n, (int) r, (int) p);
		if (!cost.fitsInto(Runtime.getRuntime().maxMemory())) {
			throw new SecretStorageException(Defect.TOO_EXPENSIVE,
					"%s takes %s of memory, more than this process may use; start java with -Xmx2g".formatted(asked,
							memory(n, r)));
		}
		return new ScryptDerivation(cost, salt);
	}

	private static String memory(long n, long r) {
		double mebibytes = 128.0 * n * r / (1 << 20);
		return (mebibytes < 1024) ? "%.0f MiB".formatted(mebibytes) : "%,.0f GiB".formatted(mebibytes / 1024);
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public JsonObject toJson() {
		return JsonObject.of("dklen", number(LENGTH))
			.with("n", number(this.cost.n()))
			.with("r", number(this.cost.r()))
			.with("p", number(this.cost.p()))
			.with("salt", this.salt);
	}

	private static JsonNumber number(int value) {
		return new JsonNumber(Integer.toString(value));
	}

	@Override
	public byte[] derive(byte[] passphrase) {
		return Scrypt.derive(passphrase, HexFormat.of().parseHex(this.salt), this.cost, LENGTH);
	}

}
