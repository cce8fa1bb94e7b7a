package dev.registrysync.curve;

import java.security.SecureRandom;

import dev.registrysync.identity.Secp256k1;

/**
 * Lets other packages' tests have each native implementation.
 */
public final class CurveTestAccess {

	private CurveTestAccess() {
	}

	public static Secp256k1 jni() {
		try {
			return new NativeSecp256k1(new JniCalls(NativeLibrary.newContext()), new SecureRandom());
		}
		catch (CurveUnavailableException ex) {
			throw new AssertionError(ex);
		}
	}

	public static Secp256k1 foreign() {
		try {
			SecureRandom random = new SecureRandom();
			return new NativeSecp256k1(new ForeignCalls(NativeLibrary.newContext(), random), random);
		}
		catch (CurveUnavailableException | ReflectiveOperationException ex) {
			throw new AssertionError(ex);
		}
	}

}
