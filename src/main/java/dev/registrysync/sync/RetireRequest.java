package dev.registrysync.sync;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /sources/{name}/retire}; it may be left out.
 */
@Schema(description = "How to retire the source.", example = "{\"dry_run\": true}")
record RetireRequest(
		@JsonProperty("dry_run") @Schema(description = "Say what would become of its entries and write nothing.",
				defaultValue = "false") @Nullable Boolean dryRun) {

	static final RetireRequest DEFAULTS = new RetireRequest(null);

	boolean isDryRun() {
		return Boolean.TRUE.equals(this.dryRun);
	}

}
