package dev.registrysync.curve;

import java.util.Optional;

import dev.registrysync.identity.Secp256k1;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;

/**
 * The implementation of secp256k1 that is in use.
 *
 * @param secp256k1 the implementation
 * @param library the name of the library that computes
 * @param fallbackReason why libsecp256k1 is not in use, if it was tried
 */
public record Curve(Secp256k1 secp256k1, String library, Optional<String> fallbackReason) {

	static final String LIBSECP256K1 = "libsecp256k1";

	static final String BOUNCY_CASTLE = "BouncyCastle";

	/**
	 * Takes libsecp256k1 if it runs on this machine and computes a known answer, else
	 * BouncyCastle.
	 * @throws ProblemException {@code NATIVE_CURVE_UNAVAILABLE} if libsecp256k1 is
	 * required and cannot be used
	 */
	public static Curve choose(CurveChoice choice) {
		return choose(choice, Libsecp256k1::open);
	}

	static Curve choose(CurveChoice choice, Source libsecp256k1) {
		if (choice == CurveChoice.JAVA) {
			return new Curve(Secp256k1.bouncyCastle(), BOUNCY_CASTLE, Optional.empty());
		}
		try {
			Secp256k1 secp256k1 = libsecp256k1.open();
			KnownAnswer.require(secp256k1);
			return new Curve(secp256k1, LIBSECP256K1, Optional.empty());
		}
		catch (CurveUnavailableException ex) {
			if (choice == CurveChoice.NATIVE) {
				throw new ProblemException(ProblemCode.NATIVE_CURVE_UNAVAILABLE, LIBSECP256K1 + ": " + ex.reason());
			}
			return new Curve(Secp256k1.bouncyCastle(), BOUNCY_CASTLE, Optional.of(ex.reason()));
		}
	}

	/**
	 * Returns whether all copies of a private key are zeroed after use. BouncyCastle
	 * computes with {@code BigInteger}, whose copies stay in the heap until they are
	 * collected and overwritten.
	 */
	boolean zeroesPrivateKeys() {
		return this.library.equals(LIBSECP256K1);
	}

	@Override
	public String toString() {
		return this.library
				+ this.fallbackReason.map((reason) -> " (not %s: %s)".formatted(LIBSECP256K1, reason)).orElse("");
	}

	/**
	 * Opens an implementation.
	 */
	@FunctionalInterface
	interface Source {

		Secp256k1 open() throws CurveUnavailableException;

	}

}
