package dev.registrysync.identity;

import java.util.UUID;

import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Revision;

/**
 * The text with which the service says that a version of an entry's key is revoked.
 * Nothing in it can hold a line feed, so no two statements share a text, and no other
 * statement has its first line.
 */
public final class RevocationText {

	private RevocationText() {
	}

	/**
	 * Seven lines with LF between them and none at the end.
	 * @param registryId the registry that the statement is about
	 * @param ref the entry
	 * @param key the revoked version of the entry's key
	 * @param from the last revision whose attestations by this key count
	 */
	public static String of(UUID registryId, EntryRef ref, KeyFacts key, Revision from) {
		return String.join("\n", RevocationMark.SCHEME, "registry: " + registryId, "kind: " + ref.kind(),
				"id: " + ref.id(), "address: " + key.address(), "key-version: " + key.version(),
				"from-revision: " + from);
	}

}
