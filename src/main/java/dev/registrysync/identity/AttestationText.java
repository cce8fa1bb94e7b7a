package dev.registrysync.identity;

import java.util.UUID;

import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Revision;

/**
 * The text that an attestation signs. Nothing in it can hold a line feed, so no two
 * statements share a text.
 */
public final class AttestationText {

	private AttestationText() {
	}

	/**
	 * Eight lines with LF between them and none at the end.
	 * @param registryId the registry that the statement is about
	 * @param ref the entry
	 * @param key the key that signs
	 * @param revision the revision at which the content is attested
	 */
	public static String of(UUID registryId, EntryRef ref, KeyFacts key, ContentDigest content, Revision revision) {
		return String.join("\n", Attestation.SCHEME, "registry: " + registryId, "kind: " + ref.kind(),
				"id: " + ref.id(), "address: " + key.address(), "key-version: " + key.version(), "content: " + content,
				"revision: " + revision);
	}

}
