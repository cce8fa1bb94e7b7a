package dev.registrysync.sync;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.registrysync.registry.JsonObject;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /syncs/{id}/changes}.
 */
@Schema(description = "What a run decided.")
record RunChangesReport(@JsonProperty("sync_id") String syncId,
		@ArraySchema(schema = @Schema(implementation = Object.class,
				description = "A change, conflict, held or drift, as its member type says.")) List<JsonObject> changes,
		@Schema(description = "For \"after\", to get those after them; null if there are none.") @Nullable Long next) {
}
