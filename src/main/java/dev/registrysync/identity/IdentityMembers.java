package dev.registrysync.identity;

import java.util.Optional;
import java.util.Set;

import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;

/**
 * Builds the {@code identity} member of an entry. Members that it does not know stay, in
 * their places.
 */
public final class IdentityMembers {

	private static final Set<String> OF_BOTH_KINDS = Set.of("public_key", "signature", "key_version", "attestation",
			Succession.MEMBER, RevocationMark.MEMBER);

	private static final Set<String> OF_TOOLS = Set.of("entity_id", "signature_message");

	private IdentityMembers() {
	}

	/**
	 * Returns whether validation checks the member of an identity. Nothing covers any
	 * other member.
	 */
	public static boolean isKnown(Kind kind, String name) {
		return OF_BOTH_KINDS.contains(name) || (kind == Kind.TOOLS && OF_TOOLS.contains(name));
	}

	/**
	 * The identity with the key and its registration signature. It is no revoked key, so
	 * that there is no mark of a revocation.
	 * @param existing the identity as it stands, or an empty object
	 * @param ref the entry
	 * @param key the entry's key
	 * @param entryMembers the entry's members, for a tool's version
	 * @param registration the key's signature over {@link RegistrationText}
	 */
	public static JsonObject write(JsonObject existing, EntryRef ref, KeyFacts key, JsonObject entryMembers,
			Signature registration) {
		JsonObject identity = existing.without(RevocationMark.MEMBER)
			.with("public_key", key.address().toString())
			.with("signature", registration.hex());
		if (ref.kind() == Kind.TOOLS) {
			identity = identity.with("entity_id", entityId(ref))
				.with("signature_message", RegistrationText.of(ref, entryMembers));
		}
		return identity.with("key_version", keyVersion(key));
	}

	/**
	 * The identity with the statement of the key before, or without one.
	 */
	public static JsonObject withSuccession(JsonObject identity, Optional<Succession> succession) {
		return succession.map((statement) -> identity.with(Succession.MEMBER, statement.toJson()))
			.orElseGet(() -> identity.without(Succession.MEMBER));
	}

	public static JsonObject withAttestation(JsonObject identity, Attestation attestation) {
		return identity.with("attestation", attestation.toJson());
	}

	/**
	 * What a tool's identity calls the tool.
	 */
	static String entityId(EntryRef ref) {
		return "tool_" + ref.id();
	}

	static JsonNumber keyVersion(KeyFacts key) {
		return new JsonNumber(Integer.toString(key.version()));
	}

}
