package dev.registrysync.sync;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.registry.EntryRef;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The answer of {@code POST /keys/{kind}/{id}/revoke}.
 */
@Schema(name = "Revoked", description = "The public facts of a revoked key.")
record RevocationReport(String kind, String id, int version, String address, @Schema(example = "revoked") String state,
		@JsonProperty("revoked_from_revision") @Schema(
				description = "Attestations up to this revision stay valid.") long revokedFromRevision) {

	static RevocationReport of(EntryRef ref, KnownKey key) {
		return new RevocationReport(ref.kind().plural(), ref.id().value(), key.version(), key.address().toString(),
				key.state().toString(), key.findRevokedFrom().orElseThrow().number());
	}

}
