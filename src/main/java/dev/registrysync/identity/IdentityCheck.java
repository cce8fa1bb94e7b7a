package dev.registrysync.identity;

import java.util.Optional;
import java.util.UUID;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;

/**
 * Verifies the identity of one entry whose address is that of its key: signature, bound
 * members, attestation, content and revision, in this order; and the statement with which
 * an older key of the entry names the present one.
 */
final class IdentityCheck {

	private static final String KEY_VERSION = "key_version";

	private final Secp256k1 secp256k1;

	private final UUID registryId;

	private final Entry entry;

	private final JsonObject identity;

	private final KnownKey key;

	IdentityCheck(Secp256k1 secp256k1, UUID registryId, Entry entry, JsonObject identity, KnownKey key) {
		this.secp256k1 = secp256k1;
		this.registryId = registryId;
		this.entry = entry;
		this.identity = identity;
		this.key = key;
	}

	/**
	 * Compares what is signed with the content that the entry has and the one that the
	 * history knows.
	 */
	Finding against(ContentDigest content, Optional<AttestedContent> known) {
		return registration().or(this::boundMembers).or(() -> attestation(content, known)).orElse(Finding.VALID);
	}

	private Optional<Finding> registration() {
		Json signature = this.identity.find("signature").orElse(JsonLiteral.NULL);
		if (ClaimedIdentity.isPlaceholder(signature)) {
			return Optional.of(Finding.missing("the entry has an address and no registration signature"));
		}
		if (!(signature instanceof JsonString hex)) {
			return Optional.of(Finding.malformedIdentity("identity.signature is not a string"));
		}
		try {
			return madeByTheKey(registrationText(), Signature.parse(hex.value())) ? Optional.empty() : Optional
				.of(Finding.wrongKey(
						"identity.signature is not one of the entry's key over \"%s\"".formatted(registrationText())));
		}
		catch (MalformedSignatureException ex) {
			return Optional.of(Finding.malformedIdentity(String.valueOf(ex.getMessage())));
		}
	}

	private String registrationText() {
		return RegistrationText.of(this.entry.ref(), this.entry.members());
	}

	private Optional<Finding> boundMembers() {
		if (this.entry.ref().kind() == Kind.TOOLS) {
			return unexpected("entity_id", new JsonString(IdentityMembers.entityId(this.entry.ref())))
				.or(() -> unexpected("signature_message", new JsonString(registrationText())))
				.or(this::keyVersion);
		}
		return keyVersion();
	}

	/**
	 * Only identities from before the attestations may lack the version.
	 */
	private Optional<Finding> keyVersion() {
		boolean old = !this.identity.has(KEY_VERSION) && !isAttested();
		return old ? Optional.empty() : unexpected(KEY_VERSION, IdentityMembers.keyVersion(this.key.facts()));
	}

	private Optional<Finding> unexpected(String name, Json expected) {
		return this.identity.find(name).filter(expected::equals).isPresent() ? Optional.empty()
				: Optional.of(Finding.malformedIdentity("identity.%s is not %s".formatted(name, expected)));
	}

	private boolean isAttested() {
		return !ClaimedIdentity.isPlaceholder(statement());
	}

	private Json statement() {
		return this.identity.find("attestation").orElse(JsonLiteral.NULL);
	}

	private Optional<Finding> attestation(ContentDigest content, Optional<AttestedContent> known) {
		if (!isAttested()) {
			return Optional.of(unattested(content, known));
		}
		try {
			return attestation(Attestation.read(statement()), content, known);
		}
		catch (MalformedAttestationException ex) {
			return Optional.of(Finding.malformedIdentity(String.valueOf(ex.getMessage())));
		}
	}

	private Finding unattested(ContentDigest content, Optional<AttestedContent> known) {
		if (cameAfterRevocation(content, known)) {
			return changedAfterRevocation();
		}
		return known.filter((attested) -> !attested.content().equals(content))
			.map((attested) -> Finding
				.invalidContent("the attestation is gone, and the content is not the one attested at revision "
						+ attested.revision()))
			.orElseGet(() -> Finding.missing(
					"the content is not attested: the registration signature names only the id, so it proves the key and never the content"));
	}

	private Optional<Finding> attestation(Attestation attestation, ContentDigest content,
			Optional<AttestedContent> known) {
		String text = Attestation.text(this.registryId, this.entry.ref(), this.key.facts(), attestation.content(),
				attestation.revision());
		if (!madeByTheKey(text, attestation.signature())) {
			return Optional.of(Finding
				.invalidContent("the attestation was not made by the entry's key for this entry in this registry"));
		}
		if (!attestation.content().equals(content) && cameAfterRevocation(content, known)) {
			return Optional.of(changedAfterRevocation());
		}
		if (!attestation.content().equals(content)) {
			return Optional.of(Finding
				.invalidContent("the content was changed after it was attested at revision " + attestation.revision()));
		}
		return known.isEmpty() ? Optional.of(Finding.invalidContent("the history knows no attestation of this entry"))
				: known.flatMap((newest) -> older(attestation, newest)).or(() -> revoked(attestation));
	}

	/**
	 * Content that a run made and that no key could attest any more.
	 */
	private boolean cameAfterRevocation(ContentDigest content, Optional<AttestedContent> known) {
		return known.filter((newest) -> newest.content().equals(content) && this.key.isRevokedAt(newest.revision()))
			.isPresent();
	}

	private Finding changedAfterRevocation() {
		return Finding.revoked("the content changed after the entry's key, version %d, was revoked at revision %s"
			.formatted(this.key.version(), this.key.revokedFrom()));
	}

	private Optional<Finding> revoked(Attestation attestation) {
		return this.key.isRevokedAt(attestation.revision()) ? Optional.of(Finding.revoked(
				"the content was attested at revision %s; the key was revoked, and only what it attested up to revision %s counts"
					.formatted(attestation.revision(), this.key.revokedFrom())))
				: Optional.empty();
	}

	private static Optional<Finding> older(Attestation attestation, AttestedContent newest) {
		boolean same = newest.content().equals(attestation.content())
				&& newest.revision().equals(attestation.revision());
		return same ? Optional.empty()
				: Optional.of(Finding.invalidContent(
						"the content was restored from revision %s, but the one attested last is of revision %s"
							.formatted(attestation.revision(), newest.revision())));
	}

	private boolean madeByTheKey(String text, Signature signature) {
		return isMadeBy(this.key.address(), text, signature);
	}

	private boolean isMadeBy(Address signer, String text, Signature signature) {
		return this.secp256k1.recover(PersonalMessage.hash(text), signature).filter(signer::equals).isPresent();
	}

	/**
	 * Compares the statement with the key that was committed for the entry last. What the
	 * older key signed while it was good stays good if that key is revoked later.
	 */
	Finding succession(KnownKeys keys, Optional<CommittedKey> committed) {
		Optional<CommittedKey> same = committed.filter((key) -> key.address().equals(this.key.address()));
		Optional<Address> expected = same.flatMap(CommittedKey::findSucceeds);
		if (!this.identity.has(Succession.MEMBER)) {
			return expected.isEmpty() ? Finding.VALID : Finding
				.malformedIdentity("identity.succession by the key before, %s, is gone".formatted(expected.get()));
		}
		return this.identity.findObject(Succession.MEMBER)
			.filter((statement) -> statement.names().equals(Succession.MEMBERS)
					&& statement.findText("scheme").filter(Succession.SCHEME::equals).isPresent())
			.map((statement) -> succession(keys, statement, same.isPresent(), expected))
			.orElseGet(() -> Finding
				.malformedIdentity("identity.succession does not have exactly the members of " + Succession.SCHEME));
	}

	private Finding succession(KnownKeys keys, JsonObject statement, boolean isCommitted, Optional<Address> expected) {
		Optional<KeyFacts> from = statement.findText("public_key")
			.flatMap(Address::find)
			.flatMap((address) -> keys.find(this.entry.ref(), address))
			.map(KnownKey::facts)
			.filter((older) -> isWritten(statement, older) && older.version() < this.key.version())
			.filter((older) -> !isCommitted || expected.equals(Optional.of(older.address())));
		return from.map((older) -> signature(statement, older))
			.orElseGet(() -> Finding.malformedIdentity("identity.succession does not name the entry's key before"));
	}

	private static boolean isWritten(JsonObject statement, KeyFacts older) {
		return statement.find("public_key").filter(new JsonString(older.address().toString())::equals).isPresent()
				&& statement.find("key_version").filter(IdentityMembers.keyVersion(older)::equals).isPresent();
	}

	private Finding signature(JsonObject statement, KeyFacts older) {
		try {
			String text = Succession.text(this.registryId, this.entry.ref(), older, this.key.facts());
			Signature signature = Signature.parse(statement.findText("signature").orElse(""));
			return isMadeBy(older.address(), text, signature) ? Finding.VALID
					: Finding.wrongKey("identity.succession was not signed by the key before, " + older.address());
		}
		catch (MalformedSignatureException ex) {
			return Finding.malformedIdentity("of the succession, " + ex.getMessage());
		}
	}

}
