package dev.registrysync.identity;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;

/**
 * An older key's signed statement that the entry's present key succeeds it.
 *
 * @param from the older key
 * @param signature over {@link #text}, by the older key
 */
public record Succession(KeyFacts from, Signature signature) {

	/** The first line of the signed text and the {@code scheme} member. */
	public static final String SCHEME = Attestation.SCHEME + " rotation";

	/** The member of an identity that holds it. */
	public static final String MEMBER = "succession";

	static final Set<String> MEMBERS = Set.of("scheme", "public_key", "key_version", "signature");

	/**
	 * The statement that an entry has of an older key, as it stands there: its signature
	 * is not verified.
	 */
	public static Optional<Succession> find(JsonObject entryMembers, KeyFacts from) {
		try {
			return entryMembers.findObject("identity")
				.flatMap((identity) -> identity.findObject(MEMBER))
				.filter((statement) -> statement.findText("public_key")
					.filter(from.address().toString()::equals)
					.isPresent())
				.flatMap((statement) -> statement.findText("signature"))
				.map((signature) -> new Succession(from, Signature.parse(signature)));
		}
		catch (MalformedSignatureException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Returns the text with which an older key names its successor: eight lines with LF
	 * between them and none at the end, the first of which no attestation has.
	 * @param registryId the registry that the statement is about
	 * @param ref the entry whose key changes
	 * @param from the older key, which signs
	 * @param to the key that the entry has from now on
	 */
	public static String text(UUID registryId, EntryRef ref, KeyFacts from, KeyFacts to) {
		return String.join("\n", SCHEME, "registry: " + registryId, "kind: " + ref.kind(), "id: " + ref.id(),
				"from: " + from.address(), "from-version: " + from.version(), "to: " + to.address(),
				"to-version: " + to.version());
	}

	JsonObject toJson() {
		return JsonObject.EMPTY.with("scheme", SCHEME)
			.with("public_key", this.from.address().toString())
			.with("key_version", IdentityMembers.keyVersion(this.from))
			.with("signature", this.signature.hex());
	}

}
