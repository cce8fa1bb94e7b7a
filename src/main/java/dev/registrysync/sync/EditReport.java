package dev.registrysync.sync;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The answer of {@code PATCH /registry/{kind}}.
 */
@Schema(name = "Edit", description = "What a patch did.")
record EditReport(@Schema(description = "The registry's revision at the end.") long revision,
		@Schema(description = "The entries that it changed.") List<String> changed,
		@Schema(description = "The entries that were like that before.") List<String> unchanged) {

	static EditReport of(EditResult result) {
		return new EditReport(result.revision().number(), result.changed(), result.unchanged());
	}

}
