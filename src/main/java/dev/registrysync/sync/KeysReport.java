package dev.registrysync.sync;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The answer of {@code POST /keys}.
 */
@Schema(description = "What was done about identities.")
record KeysReport(
		@JsonProperty("keys_created") @Schema(description = "Entries that got their first key.") int keysCreated,
		@JsonProperty("keys_updated") @Schema(
				description = "Entries repaired with a key that was already held.") int keysUpdated,
		@Schema(description = "Entries that still have no valid identity, a sentence each.") List<String> errors) {
}
