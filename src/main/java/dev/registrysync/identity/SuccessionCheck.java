package dev.registrysync.identity;

import java.util.Optional;
import java.util.UUID;

import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;

/**
 * Verifies the statement with which an older key of an entry names the present one.
 */
final class SuccessionCheck {

	private final Secp256k1 secp256k1;

	private final UUID registryId;

	private final EntryRef ref;

	private final JsonObject identity;

	private final KnownKey key;

	private final KnownKeys keys;

	SuccessionCheck(Secp256k1 secp256k1, UUID registryId, EntryRef ref, JsonObject identity, KnownKey key,
			KnownKeys keys) {
		this.secp256k1 = secp256k1;
		this.registryId = registryId;
		this.ref = ref;
		this.identity = identity;
		this.key = key;
		this.keys = keys;
	}

	/**
	 * Compares the statement with the key that was committed for the entry last. What the
	 * older key signed while it was good stays good if that key is revoked later.
	 */
	Finding against(Optional<CommittedKey> committed) {
		Optional<CommittedKey> same = committed.filter((key) -> key.address().equals(this.key.address()));
		Optional<Address> expected = same.flatMap(CommittedKey::findSucceeds);
		if (!this.identity.has(Succession.MEMBER)) {
			return expected.isEmpty() ? Finding.VALID : Finding
				.malformedIdentity("identity.succession by the key before, %s, is gone".formatted(expected.get()));
		}
		return this.identity.findObject(Succession.MEMBER)
			.filter((statement) -> statement.names().equals(Succession.MEMBERS)
					&& statement.findText("scheme").filter(Succession.SCHEME::equals).isPresent())
			.map((statement) -> statement(statement, same.isPresent(), expected))
			.orElseGet(() -> Finding
				.malformedIdentity("identity.succession does not have exactly the members of " + Succession.SCHEME));
	}

	private Finding statement(JsonObject statement, boolean isCommitted, Optional<Address> expected) {
		Optional<KeyFacts> from = statement.findText("public_key")
			.flatMap(Address::find)
			.flatMap((address) -> this.keys.find(this.ref, address))
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
			String text = SuccessionText.of(this.registryId, this.ref, older, this.key.facts());
			byte[] hash = PersonalMessage.hash(text);
			return this.secp256k1.recover(hash, Signature.parse(statement.findText("signature").orElse("")))
				.filter(older.address()::equals)
				.isPresent() ? Finding.VALID
						: Finding.wrongKey("identity.succession was not signed by the key before, " + older.address());
		}
		catch (MalformedSignatureException ex) {
			return Finding.malformedIdentity("of the succession, " + ex.getMessage());
		}
	}

}
