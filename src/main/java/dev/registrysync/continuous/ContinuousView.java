package dev.registrysync.continuous;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How continuous sync is, as the API says it.
 */
@Schema(description = "Whether sources are asked by themselves, and when next.")
record ContinuousView(
		@Schema(description = "The time between two runs, an ISO 8601 duration; null if it is off.",
				example = "PT5S") @Nullable String interval,
		@Schema(description = "The suspension that holds; null if there is none.") @Nullable Suspension suspended,
		List<PacedSource> sources) {

	/**
	 * A source that is asked by itself, and when.
	 */
	record PacedSource(String name,
			@JsonProperty("next_run") @Schema(description = "When it is asked next.") Instant nextRun,
			@JsonProperty("consecutive_failures") @Schema(
					description = "How many runs have got no answer since one did.") int consecutiveFailures) {
	}

}
