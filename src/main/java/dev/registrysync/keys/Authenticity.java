package dev.registrysync.keys;

/**
 * Says whether something was sealed by the keystore's data key.
 */
@FunctionalInterface
interface Authenticity {

	/**
	 * Whether the data key opens it.
	 * @param bound what has to be the same as when it was sealed
	 */
	boolean isAuthentic(Sealed sealed, byte[] bound);

}
