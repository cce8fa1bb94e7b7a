package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Digests as text: {@code sha256:} and 64 hex digits.
 */
public final class Sha256 {

	/**
	 * So many bytes are digested by one call: it is compiled only once it was made often.
	 */
	private static final int PIECE = 16 * 1024;

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
		MessageDigest digest = digest();
		for (byte[] part : parts) {
			update(digest, part, 0, part.length);
		}
		return text(digest);
	}

	/**
	 * The digest of all that pieces have left, one behind the other.
	 */
	public static String ofPieces(Iterable<ByteBuffer> pieces) {
		MessageDigest digest = digest();
		for (ByteBuffer piece : pieces) {
			int start = piece.arrayOffset() + piece.position();
			update(digest, piece.array(), start, start + piece.remaining());
		}
		return text(digest);
	}

	/**
	 * The digest of a text.
	 */
	public static String of(Text text) {
		MessageDigest digest = digest();
		for (long at = 0; at < text.length(); at += PIECE) {
			byte[] piece = text.bytes(at, (int) Math.min(PIECE, text.length() - at));
			digest.update(piece);
		}
		return text(digest);
	}

	/**
	 * The 32 bytes of a digest.
	 */
	static byte[] bytesOf(byte[] bytes, int start, int end) {
		MessageDigest digest = digest();
		update(digest, bytes, start, end);
		return digest.digest();
	}

	private static MessageDigest digest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has SHA-256", ex);
		}
	}

	private static void update(MessageDigest digest, byte[] bytes, int start, int end) {
		for (int at = start; at < end; at += PIECE) {
			digest.update(bytes, at, Math.min(PIECE, end - at));
		}
	}

	private static String text(MessageDigest digest) {
		return "sha256:" + HexFormat.of().formatHex(digest.digest());
	}

}
