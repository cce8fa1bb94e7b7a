package dev.registrysync.curve;

import dev.registrysync.identity.Secp256k1;

/**
 * Opens the native implementation for the tests of other packages.
 */
public final class CurveTestAccess {

	private CurveTestAccess() {
	}

	public static Secp256k1 libsecp256k1() {
		try {
			return Libsecp256k1.open();
		}
		catch (CurveUnavailableException ex) {
			throw new AssertionError(ex);
		}
	}

}
