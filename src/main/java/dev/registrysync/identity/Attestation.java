package dev.registrysync.identity;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Revision;

/**
 * An entry's signed statement about its whole content.
 *
 * @param content the content's digest
 * @param revision the revision at which the content was attested
 * @param signature over {@link #text}, by the entry's key
 */
public record Attestation(ContentDigest content, Revision revision, Signature signature) {

	/** The first line of the signed text and the {@code scheme} member. */
	public static final String SCHEME = "registry-sync/v1";

	private static final Set<String> MEMBERS = Set.of("scheme", "content_digest", "revision", "signature");

	/** Above it a double does not tell neighbours apart (RFC 7493 2.2). */
	private static final long LARGEST_REVISION = (1L << 53) - 1;

	/**
	 * Reads the {@code attestation} member of an identity.
	 * @throws MalformedAttestationException if it is not exactly the four members
	 */
	static Attestation read(Json json) {
		JsonObject members = (json instanceof JsonObject object) ? object : JsonObject.EMPTY;
		if (!members.names().equals(MEMBERS)) {
			throw new MalformedAttestationException(
					"the attestation does not have exactly the members scheme, content_digest, revision and signature");
		}
		if (!members.findText("scheme").filter(SCHEME::equals).isPresent()) {
			throw new MalformedAttestationException("the attestation's scheme is not " + SCHEME);
		}
		return new Attestation(content(members), revision(members), signature(members));
	}

	private static ContentDigest content(JsonObject members) {
		return members.findText("content_digest")
			.flatMap(ContentDigest::find)
			.orElseThrow(() -> new MalformedAttestationException(
					"the attestation's content_digest is not \"sha256:\" and 64 hex digits in lower case"));
	}

	private static Revision revision(JsonObject members) {
		return members.find("revision")
			.flatMap(Attestation::findRevision)
			.orElseThrow(() -> new MalformedAttestationException("the attestation's revision is not a whole number"));
	}

	/**
	 * The revision that a number names.
	 */
	static Optional<Revision> findRevision(Json json) {
		OptionalLong whole = (json instanceof JsonNumber number) ? number.findWhole(LARGEST_REVISION)
				: OptionalLong.empty();
		return whole.isPresent() ? Optional.of(new Revision(whole.getAsLong())) : Optional.empty();
	}

	private static Signature signature(JsonObject members) {
		try {
			return members.findText("signature")
				.map(Signature::parse)
				.orElseThrow(() -> new MalformedAttestationException("the attestation's signature is not a string"));
		}
		catch (MalformedSignatureException ex) {
			throw new MalformedAttestationException("of the attestation, " + ex.getMessage());
		}
	}

	/**
	 * Returns the text that an attestation signs: eight lines with LF between them and
	 * none at the end. Nothing in it can hold a line feed, so no two statements share a
	 * text.
	 * @param registryId the registry that the statement is about
	 * @param ref the entry
	 * @param key the key that signs
	 * @param revision the revision at which the content is attested
	 */
	public static String text(UUID registryId, EntryRef ref, KeyFacts key, ContentDigest content, Revision revision) {
		return String.join("\n", SCHEME, "registry: " + registryId, "kind: " + ref.kind(), "id: " + ref.id(),
				"address: " + key.address(), "key-version: " + key.version(), "content: " + content,
				"revision: " + revision);
	}

	JsonObject toJson() {
		return JsonObject.EMPTY.with("scheme", SCHEME)
			.with("content_digest", this.content.text())
			.with("revision", new JsonNumber(this.revision.toString()))
			.with("signature", this.signature.hex());
	}

}
