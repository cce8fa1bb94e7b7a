package dev.registrysync.sync;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /keys}; every member may be left out.
 */
@Schema(description = "For which entries. Every member may be left out, and so may the body.",
		example = "{\"kinds\": [\"agents\"], \"dry_run\": true}")
record KeysRequest(
		@ArraySchema(arraySchema = @Schema(description = "Only these kinds."), schema = @Schema(allowableValues = {
				"agents", "tools" })) @Nullable List<@Nullable String> kinds,
		@Schema(description = "Only the entries with these ids.") @Nullable List<@Nullable String> ids,
		@JsonProperty("dry_run") @Schema(description = "Say what would be done and write nothing.",
				defaultValue = "false") @Nullable Boolean dryRun){

	static final KeysRequest DEFAULTS = new KeysRequest(null, null, null);

	RunOptions toOptions() {
		return new RunOptions(Trigger.KEYS, RequestedScope.of(this.kinds, this.ids), false, true, true,
				Boolean.TRUE.equals(this.dryRun), Optional.empty(), ExternalChanges.REPORT);
	}

}
