package dev.registrysync.curve;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

import dev.registrysync.identity.Secp256k1;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;

/**
 * The implementation of the curve that is in use.
 *
 * @param secp256k1 the implementation
 * @param library whose code computes
 * @param calls how that code is called
 * @param passedOver why the faster ones are not in use, one sentence each
 */
public record Curve(Secp256k1 secp256k1, String library, String calls, List<String> passedOver) {

	static final String LIBSECP256K1 = "libsecp256k1";

	static final String BOUNCY_CASTLE = "BouncyCastle";

	public Curve {
		passedOver = List.copyOf(passedOver);
	}

	/**
	 * Takes the fastest implementation that works on this machine.
	 * @throws ProblemException {@code NATIVE_CURVE_UNAVAILABLE} if only libsecp256k1 will
	 * do, and it does not run here
	 */
	public static Curve choose(CurveChoice choice) {
		return choose(choice,
				List.of(new Candidate("foreign functions", Curve::foreign), new Candidate("JNI", Curve::jni)));
	}

	static Curve choose(CurveChoice choice, List<Candidate> natives) {
		List<String> passedOver = new ArrayList<>();
		for (Candidate candidate : (choice == CurveChoice.JAVA) ? List.<Candidate>of() : natives) {
			try {
				return new Curve(tested(candidate.source().open()), LIBSECP256K1, candidate.calls(), passedOver);
			}
			catch (CurveUnavailableException ex) {
				passedOver.add("%s by %s: %s".formatted(LIBSECP256K1, candidate.calls(), ex.reason()));
			}
		}
		if (choice == CurveChoice.NATIVE) {
			throw new ProblemException(ProblemCode.NATIVE_CURVE_UNAVAILABLE, String.join("; ", passedOver));
		}
		return new Curve(Secp256k1.bouncyCastle(), BOUNCY_CASTLE, "Java", passedOver);
	}

	/**
	 * Whether all copies of a private key are zeroed after use. BouncyCastle computes
	 * with {@code BigInteger}, whose copies stay in the heap until they are collected and
	 * overwritten.
	 */
	boolean zeroesPrivateKeys() {
		return this.library.equals(LIBSECP256K1);
	}

	private static Secp256k1 foreign() throws CurveUnavailableException {
		try {
			SecureRandom random = new SecureRandom();
			return new NativeSecp256k1(new ForeignCalls(NativeLibrary.newContext(), random), random);
		}
		catch (ReflectiveOperationException ex) {
			throw new CurveUnavailableException(
					"Java %s, or the library, lacks %s".formatted(Runtime.version().feature(), ex.getMessage()), ex);
		}
	}

	private static Secp256k1 jni() throws CurveUnavailableException {
		return new NativeSecp256k1(new JniCalls(NativeLibrary.newContext()), new SecureRandom());
	}

	/**
	 * Has it do all it is there for once, with a known result.
	 */
	private static Secp256k1 tested(Secp256k1 secp256k1) throws CurveUnavailableException {
		KnownAnswer.require(secp256k1);
		return secp256k1;
	}

	@Override
	public String toString() {
		String reasons = this.passedOver.isEmpty() ? "" : " (not " + String.join(", not ", this.passedOver) + ")";
		return this.library + " by " + this.calls + reasons;
	}

	/**
	 * A way of calling libsecp256k1.
	 */
	record Candidate(String calls, Source source) {
	}

	/**
	 * Opens an implementation.
	 */
	@FunctionalInterface
	interface Source {

		Secp256k1 open() throws CurveUnavailableException;

	}

}
