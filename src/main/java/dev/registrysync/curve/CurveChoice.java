package dev.registrysync.curve;

/**
 * {@code registry-sync.crypto.library}: which implementation of the curve to use.
 */
public enum CurveChoice {

	/** libsecp256k1 from Java 22 on where the machine can run it, else BouncyCastle. */
	AUTO,

	/** libsecp256k1; the service does not start without it. */
	NATIVE,

	/** BouncyCastle. */
	JAVA

}
