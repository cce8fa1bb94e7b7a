package dev.registrysync.identity;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Revision;

/**
 * The service's signed statement in an entry that the entry's key is revoked.
 *
 * @param keyVersion the version that is revoked
 * @param from the last revision whose attestations by this version count
 * @param signature over {@link #text}, by the service's key
 */
record RevocationMark(int keyVersion, Revision from, Signature signature) {

	/** The first line of the signed text. */
	static final String SCHEME = Attestation.SCHEME + " revocation";

	/** The member of an identity that holds it. */
	static final String MEMBER = "revocation";

	private static final Set<String> MEMBERS = Set.of("key_version", "from_revision", "signature");

	/**
	 * The mark of an identity, as it stands there: its signature is not verified. None if
	 * it does not have the form of one.
	 */
	static Optional<RevocationMark> find(JsonObject identity) {
		try {
			return identity.findObject(MEMBER)
				.filter((mark) -> mark.names().equals(MEMBERS))
				.flatMap(RevocationMark::read);
		}
		catch (MalformedSignatureException ex) {
			return Optional.empty();
		}
	}

	private static Optional<RevocationMark> read(JsonObject mark) {
		OptionalLong version = (mark.find("key_version").orElse(null) instanceof JsonNumber number)
				? number.findWhole(Integer.MAX_VALUE) : OptionalLong.empty();
		Optional<Revision> from = mark.find("from_revision").flatMap(Attestation::findRevision);
		Optional<Signature> signature = mark.findText("signature").map(Signature::parse);
		return (version.isPresent() && from.isPresent())
				? signature.map((made) -> new RevocationMark((int) version.getAsLong(), from.get(), made))
				: Optional.empty();
	}

	/**
	 * Returns the text with which the service says that a version of an entry's key is
	 * revoked: seven lines with LF between them and none at the end, the first of which
	 * no other statement has.
	 * @param registryId the registry that the statement is about
	 * @param ref the entry
	 * @param key the revoked version of the entry's key
	 * @param from the last revision whose attestations by this key count
	 */
	static String text(UUID registryId, EntryRef ref, KeyFacts key, Revision from) {
		return String.join("\n", SCHEME, "registry: " + registryId, "kind: " + ref.kind(), "id: " + ref.id(),
				"address: " + key.address(), "key-version: " + key.version(), "from-revision: " + from);
	}

	JsonObject toJson() {
		return JsonObject.EMPTY.with("key_version", new JsonNumber(Integer.toString(this.keyVersion)))
			.with("from_revision", new JsonNumber(this.from.toString()))
			.with("signature", this.signature.hex());
	}

}
