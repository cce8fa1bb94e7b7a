package dev.registrysync.sync;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.Verdict;
import dev.registrysync.registry.EntryRef;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code POST /keys/{kind}/{id}/revoke}.
 */
@Schema(name = "Revoked", description = "The public facts of a revoked key, and what does not verify any more.")
record RevocationReport(String kind, String id, int version, String address, @Schema(example = "revoked") String state,
		@JsonProperty("revoked_from_revision") @Schema(
				description = "Attestations up to this revision stay valid.") long revokedFromRevision,
		@JsonProperty("dry_run") @Schema(description = "true: nothing was changed.") boolean dryRun,
		@JsonProperty("stops_verifying") @Schema(
				description = "The entries that were VALID before, and are not with this revocation; null if the registry cannot be read.") @Nullable List<Ended> stopsVerifying) {

	static RevocationReport of(EntryRef ref, KnownKey key, boolean dryRun, @Nullable List<Ended> stopsVerifying) {
		return new RevocationReport(ref.kind().plural(), ref.id().value(), key.version(), key.address().toString(),
				key.state().toString(), key.findRevokedFrom().orElseThrow().number(), dryRun, stopsVerifying);
	}

	/**
	 * An entry that stops verifying.
	 */
	record Ended(String kind, String id,
			@JsonProperty("attested_revision") @Schema(
					description = "The revision at which its content was attested.") long attestedRevision,
			@Schema(description = "The verdict that it gets.") Verdict verdict) {
	}

}
