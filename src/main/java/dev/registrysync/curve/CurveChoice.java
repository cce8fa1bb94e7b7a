package dev.registrysync.curve;

/**
 * {@code registry-sync.crypto.library}: which implementation of the curve to use.
 */
public enum CurveChoice {

	/** libsecp256k1 where this machine can run it, else BouncyCastle. */
	AUTO,

	/** libsecp256k1, or no start. */
	NATIVE,

	/** BouncyCastle. */
	JAVA

}
