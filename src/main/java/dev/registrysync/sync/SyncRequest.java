package dev.registrysync.sync;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /sync}; every member may be left out.
 */
@Schema(description = "What the run shall do. Every member may be left out, and so may the body.",
		example = "{\"validate_signatures\": true, \"update_missing_keys\": true, \"dry_run\": false}")
record SyncRequest(
		@JsonProperty("validate_signatures") @Schema(
				description = "Check every signature and report a verdict for each entry.",
				defaultValue = "true") @Nullable Boolean validateSignatures,
		@JsonProperty("update_missing_keys") @Schema(description = "Make, repair and renew identities.",
				defaultValue = "true") @Nullable Boolean updateMissingKeys,
		@JsonProperty("dry_run") @Schema(description = "Say what a run would do and write nothing.",
				defaultValue = "false") @Nullable Boolean dryRun,
		@ArraySchema(arraySchema = @Schema(description = "Only these kinds."), schema = @Schema(allowableValues = {
				"agents", "tools" })) @Nullable List<@Nullable String> kinds,
		@Schema(description = "Only the entries with these ids.") @Nullable List<@Nullable String> ids,
		@Schema(description = "Only these sources, by their configured names.") @Nullable List<@Nullable String> sources,
		@Schema(description = "The plan_digest of a dry run, or of a run that was HELD: apply exactly that plan, or answer 409.") @Nullable String approve){

	static final SyncRequest DEFAULTS = new SyncRequest(null, null, null, null, null, null, null);

	RunOptions toOptions(Trigger trigger, List<String> configured, ExternalChanges externalChanges) {
		Scope entries = RequestedScope.of(this.kinds, this.ids);
		Scope scope = new Scope(entries.kinds(), entries.ids(), RequestedScope.sources(this.sources, configured));
		return new RunOptions(trigger, scope, true, !Boolean.FALSE.equals(this.updateMissingKeys),
				!Boolean.FALSE.equals(this.validateSignatures), Boolean.TRUE.equals(this.dryRun),
				Optional.ofNullable(this.approve), externalChanges);
	}

}
