package dev.registrysync.registry;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Digests as text: {@code sha256:} and 64 hex digits.
 */
public final class Sha256 {

	private Sha256() {
	}

	/**
	 * The digest of all parts, one behind the other.
	 */
	public static String of(byte[]... parts) {
		return of(Arrays.asList(parts));
	}

	/**
	 * The digest of all parts, one behind the other; each is asked for when it is its
	 * turn.
	 */
	public static String of(Iterable<byte[]> parts) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			for (byte[] part : parts) {
				digest.update(part);
			}
			return "sha256:" + HexFormat.of().formatHex(digest.digest());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has SHA-256", ex);
		}
	}

}
