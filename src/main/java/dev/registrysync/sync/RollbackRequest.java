package dev.registrysync.sync;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.registrysync.problem.InvalidRequestException;
import dev.registrysync.registry.Revision;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /rollback}.
 */
@Schema(description = "To which revision, and which entries.", example = "{\"revision\": 1, \"dry_run\": true}")
record RollbackRequest(
		@Schema(description = "The revision whose content the registry shall have again.", minimum = "1",
				requiredMode = Schema.RequiredMode.REQUIRED) @Nullable Long revision,
		@ArraySchema(arraySchema = @Schema(description = "Only these kinds."), schema = @Schema(allowableValues = {
				"agents", "tools" })) @Nullable List<@Nullable String> kinds,
		@Schema(description = "Only the entries with these ids.") @Nullable List<@Nullable String> ids,
		@JsonProperty("dry_run") @Schema(description = "Say what would change and write nothing.",
				defaultValue = "false") @Nullable Boolean dryRun,
		@Schema(description = "The plan_digest of a dry run: apply exactly that plan, or answer 409.") @Nullable String approve){

	static final RollbackRequest EMPTY = new RollbackRequest(null, null, null, null, null);

	/**
	 * The revision.
	 * @throws InvalidRequestException if there is none
	 */
	Revision wantedRevision() {
		if (this.revision == null || this.revision < 1) {
			throw new InvalidRequestException("revision", "must be given, as a number from 1 on");
		}
		return new Revision(this.revision);
	}

	RunOptions toOptions() {
		return new RunOptions(Trigger.ROLLBACK, RequestedScope.of(this.kinds, this.ids), false, true, true,
				Boolean.TRUE.equals(this.dryRun), Optional.ofNullable(this.approve), ExternalChanges.REPORT);
	}

}
