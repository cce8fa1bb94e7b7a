package dev.registrysync.sync;

import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code POST /keys/{kind}/{id}/rotate}.
 */
@Schema(name = "Rotation", description = "An entry's new key.")
record RotationReport(String kind, String id, @Schema(description = "The new version.") int version,
		@Schema(description = "The new EIP-55 address.") String address, PreviousKey previous,
		@JsonProperty("succession_signature") @Schema(
				description = "The old key's signature over \"registry-sync/v1 rotation\"; null if the old key is revoked") @Nullable String successionSignature,
		@Schema(description = "The registry's revision that carries the new key.") long revision,
		@JsonProperty("sync_id") @Schema(description = "The run that committed it.") String syncId) {

	RotationReport(String kind, String id, int version, String address, PreviousKey previous,
			Optional<String> successionSignature, long revision, String syncId) {
		this(kind, id, version, address, previous, successionSignature.orElse(null), revision, syncId);
	}

	/**
	 * The key before.
	 */
	record PreviousKey(int version, String address) {
	}

}
