package dev.registrysync.identity;

import java.util.UUID;

import dev.registrysync.registry.Revision;

/**
 * The text that the service signs for each line of its history. Nothing in it can hold a
 * line feed, so no two statements share a text, and no attestation has its first line.
 */
public final class HistoryText {

	private static final String SCHEME = Attestation.SCHEME + " history";

	private HistoryText() {
	}

	/**
	 * Five lines with LF between them and none at the end: <pre>
	 * registry-sync/v1 history
	 * registry: {registry id}
	 * revision: {the line's revision}
	 * previous: sha256:{hex of the SHA-256 of the line before, without its newline}
	 * line: sha256:{the same of this line without its member "signature"}
	 * </pre>
	 * @param registryId the registry whose history it is
	 * @param revision the revision that the line is about
	 * @param previous the digest of the line before; that of no bytes if there is none
	 * @param line the digest of the line itself, as it is without the signature
	 */
	public static String of(UUID registryId, Revision revision, String previous, String line) {
		return String.join("\n", SCHEME, "registry: " + registryId, "revision: " + revision, "previous: " + previous,
				"line: " + line);
	}

}
