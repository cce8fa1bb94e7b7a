package dev.registrysync.history;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.registrysync.history.JournalVerifier.Finding;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /history}.
 */
@Schema(description = "Where the history ends, and whether it is what was written.")
record HistoryView(@JsonProperty("registry_id") UUID registryId, long revision,
		@Schema(description = "The digest of the journal's last row.") String head,
		@Schema(description = "The journal's good rows, those that were dropped included.") long rows,
		@JsonProperty("signed_by") @Schema(
				description = "The service's address; null as long as it has signed nothing.") @Nullable String signedBy,
		@JsonProperty("chain_valid") boolean chainValid, @JsonProperty("verified_at") Instant verifiedAt,
		@Schema(description = "Where the history is not good any more: until it is restored the service only reads.") @Nullable BreakView broken,
		@Schema(description = "Rows that were found not to be what was written.") List<Damage> damaged) {

	static HistoryView of(UUID registryId, ChainStatus chain, Finding finding) {
		return new HistoryView(registryId, chain.head().revision().number(), chain.head().digest(), chain.rows(),
				chain.signedBy().map(Object::toString).orElse(null), chain.broken().isEmpty(), finding.at(),
				chain.broken().map(BreakView::of).orElse(null), finding.damaged());
	}

	/**
	 * The first row that is not good.
	 */
	record BreakView(String table, long row, String reason) {

		private static BreakView of(ChainBreak broken) {
			return new BreakView(broken.table(), broken.sequence(), broken.reason());
		}

	}

}
