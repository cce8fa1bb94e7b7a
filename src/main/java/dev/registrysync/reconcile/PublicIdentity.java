package dev.registrysync.reconcile;

import java.util.Optional;
import java.util.Set;

import dev.registrysync.identity.ClaimedIdentity;
import dev.registrysync.identity.IdentityMembers;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.Kind;

/**
 * The identity of an entry as a source is told of it: the key and its registration
 * signature, without what is said of this registry's content.
 */
final class PublicIdentity {

	static final JsonPointer AT = JsonPointer.of("identity");

	private static final String ATTESTATION = "attestation";

	private static final Set<String> PRIVATE = Set.of(ATTESTATION, "succession", "revocation");

	private final Kind kind;

	private final Optional<JsonObject> here;

	private final JsonObject there;

	/**
	 * Looks at both sides.
	 * @param entry the entry in this registry
	 * @param runtime the entry as the source shows it
	 */
	PublicIdentity(Entry entry, JsonObject runtime) {
		this.kind = entry.ref().kind();
		this.here = (ClaimedIdentity.of(entry.members()) instanceof ClaimedIdentity.Claimed claimed)
				? Optional.of(claimed.identity()) : Optional.empty();
		this.there = runtime.findObject(AT.first()).orElse(JsonObject.EMPTY);
	}

	/**
	 * What the source is told; empty if the entry has no identity yet. Members that
	 * nobody signed are left out: somebody may have added them to the file.
	 */
	Optional<JsonObject> told() {
		return this.here.map((identity) -> identity
			.withoutAll((name) -> PRIVATE.contains(name) || !IdentityMembers.isKnown(this.kind, name)));
	}

	/**
	 * What has to be the same over there.
	 */
	JsonObject key() {
		return key(this.here.orElse(JsonObject.EMPTY));
	}

	private static JsonObject key(JsonObject identity) {
		return identity.withoutAll((name) -> !name.equals("public_key") && !name.equals("signature"));
	}

	boolean isShownThere() {
		return this.here.isPresent() && key(this.there).equals(key());
	}

	/**
	 * Whether the source is another Registry Sync, with identities of its own.
	 */
	boolean isAttestedThere() {
		return this.there.has(ATTESTATION);
	}

	boolean isWantedThere() {
		return this.here.isPresent() && !isAttestedThere();
	}

}
