package dev.registrysync.sync;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /syncs}.
 */
@Schema(description = "Runs, the newest first: those that wait or are under way, then those that ended.")
record RunsReport(List<RunView> syncs, @Schema(
		description = "For \"before\", to get those before them; null if there are none.") @Nullable String next) {
}
