package dev.registrysync.identity;

import java.util.UUID;

import dev.registrysync.registry.EntryRef;

/**
 * The text with which an older key names its successor. Nothing in it can hold a line
 * feed, so no two statements share a text, and no attestation has its first line.
 */
public final class SuccessionText {

	private SuccessionText() {
	}

	/**
	 * Eight lines with LF between them and none at the end.
	 * @param registryId the registry that the statement is about
	 * @param ref the entry whose key changes
	 * @param from the older key, which signs
	 * @param to the key that the entry has from now on
	 */
	public static String of(UUID registryId, EntryRef ref, KeyFacts from, KeyFacts to) {
		return String.join("\n", Succession.SCHEME, "registry: " + registryId, "kind: " + ref.kind(), "id: " + ref.id(),
				"from: " + from.address(), "from-version: " + from.version(), "to: " + to.address(),
				"to-version: " + to.version());
	}

}
