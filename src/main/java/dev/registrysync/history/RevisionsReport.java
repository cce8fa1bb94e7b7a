package dev.registrysync.history;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /revisions}.
 */
@Schema(description = "Revisions, the newest first.")
record RevisionsReport(List<RevisionView> revisions,
		@Schema(description = "The \"before\" of the next page; null if this is the last one.") @Nullable Long next) {

	/**
	 * Makes a page.
	 * @param found one revision more than the page has, if there is one
	 */
	static RevisionsReport of(List<RevisionSummary> found, int limit) {
		List<RevisionView> page = found.stream().limit(limit).map(RevisionView::of).toList();
		return new RevisionsReport(page, (found.size() > limit) ? page.get(limit - 1).revision() : null);
	}

	/**
	 * A revision.
	 */
	@Schema(name = "Revision")
	record RevisionView(long revision, Instant at,
			@JsonProperty("sync_id") @Schema(
					description = "The run that committed it; /syncs/{id} says more.") String syncId,
			@Schema(description = "What started the run.", example = "api") String trigger,
			@Schema(description = "Who started the run.", example = "local") String actor,
			@Schema(description = "How many changes of each action it made, by kind.") Map<String, Map<String, Integer>> changes) {

		private static RevisionView of(RevisionSummary summary) {
			Map<String, Map<String, Integer>> changes = new LinkedHashMap<>();
			summary.counts().forEach((kind, counts) -> changes.put(kind.plural(), counts));
			return new RevisionView(summary.revision().number(), summary.at(), summary.cause().syncId(),
					summary.cause().trigger(), summary.cause().actor(), changes);
		}

	}

}
