package dev.registrysync.sync;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.registrysync.identity.ClaimedIdentity;
import dev.registrysync.identity.ContentDigest;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.SignedStatement;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.JsonObject;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /registry/{kind}/{id}/proof}.
 */
@Schema(name = "Proof", description = "What an entry's key signed, and what of the entry is signed.")
record ProofView(@JsonProperty("registry_id") UUID registryId, String kind, String id,
		@Schema(description = "EIP-55 address; null if the entry has none") @Nullable String address,
		@Schema(description = "Null if the entry does not say it") @JsonProperty("key_version") @Nullable Integer keyVersion,
		@Schema(description = "The entry's content as it is now; null if it holds a text or number that cannot be signed") @Nullable ContentView content,
		@Schema(description = "Those whose form is that of a signature. They are not verified here: that is up to you.") List<SignatureView> signatures) {

	static ProofView of(UUID registryId, Entry entry, List<SignedStatement> statements) {
		Optional<KeyFacts> key = entry.members()
			.findObject("identity")
			.flatMap((identity) -> SignedStatement.findKey(entry.ref(), identity));
		return new ProofView(registryId, entry.ref().kind().plural(), entry.ref().id().value(),
				ClaimedIdentity.of(entry.members()).findAddress().map(Object::toString).orElse(null),
				key.map(KeyFacts::version).orElse(null), ContentView.of(entry.members()).orElse(null),
				statements.stream().map(SignatureView::of).toList());
	}

	/**
	 * What of the entry is signed.
	 */
	@Schema(name = "ProofContent")
	record ContentView(@Schema(
			description = "The entry without identity, last_updated, last_updated_at, missing_since, identity_enabled and last_identity_update, as RFC 8785 writes it. If it has numbers that a double cannot hold, a line for each follows, with its JSON pointer and its exact value.") @JsonProperty("canonical_form") String canonicalForm,
			@Schema(description = "sha256: and the SHA-256 of the canonical form in UTF-8") String digest) {

		private static Optional<ContentView> of(JsonObject members) {
			return ContentDigest.find(members)
				.map((digest) -> new ContentView(ContentDigest.canonicalText(members), digest.text()));
		}

	}

	/**
	 * One signature.
	 */
	@Schema(name = "ProofSignature")
	record SignatureView(@Schema(description = "What it is for", allowableValues = {
			"registration", "attestation", "succession", "revocation" }) String purpose,
			@Schema(description = "Whose key made it: the entry's; of a succession, the key before; of a revocation, the service's") String signer,
			@Schema(description = "The exact text, signed as a personal message (EIP-191)") String text,
			@Schema(description = "0x and 130 hex digits: r, s and v") String signature){

		private static SignatureView of(SignedStatement statement) {
			return new SignatureView(statement.purpose(), statement.signer().toString(), statement.text(),
					"0x" + statement.signature().hex());
		}

	}

}
