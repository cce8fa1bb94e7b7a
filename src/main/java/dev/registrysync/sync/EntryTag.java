package dev.registrysync.sync;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;

/**
 * Entity tags: the revision and the digest of the text.
 */
final class EntryTag {

	private static final int DIGITS = 32;

	private EntryTag() {
	}

	static String of(Revision revision, RegistryDocument document) {
		String digest = document.digest();
		return tag(revision, digest.substring(digest.indexOf(':') + 1));
	}

	static String of(Revision revision, ByteBuffer entry) {
		try {
			MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
			sha256.update(entry.duplicate());
			return tag(revision, HexFormat.of().formatHex(sha256.digest()));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has SHA-256", ex);
		}
	}

	private static String tag(Revision revision, String digest) {
		return "\"%s-%s\"".formatted(revision, digest.substring(0, DIGITS));
	}

	/**
	 * Whether two tags were given for the same text, be it at different revisions or with
	 * different codings.
	 */
	static boolean sameText(String one, String other) {
		return digest(one).equals(digest(other));
	}

	private static String digest(String tag) {
		return Gzip.withoutCoding(tag.substring(tag.indexOf('-') + 1));
	}

}
