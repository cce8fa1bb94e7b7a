package dev.registrysync.history;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.registrysync.history.ChainWatch.Finding;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /history}.
 */
@Schema(description = "Where the history ends, and whether it is what was written.")
record HistoryView(@JsonProperty("registry_id") UUID registryId, long revision,
		@Schema(description = "The digest of the journal's last line.") String head,
		@Schema(description = "The journal's good lines.") long lines,
		@JsonProperty("unsigned_lines") @Schema(
				description = "How many of them are older than the service's key.") long unsignedLines,
		@JsonProperty("signed_by") @Schema(
				description = "The service's address; null as long as it has signed nothing.") @Nullable String signedBy,
		@JsonProperty("chain_valid") boolean chainValid, @JsonProperty("verified_at") Instant verifiedAt,
		@Schema(description = "Where the journal is not good any more: until it is restored the service only reads.") @Nullable BreakView broken,
		@Schema(description = "Other files of the history that were found missing or not to be what was written.") List<DamagedFile> damaged) {

	static HistoryView of(UUID registryId, ChainStatus chain, Finding finding) {
		return new HistoryView(registryId, chain.head().revision().number(), chain.head().digest(), chain.lines(),
				chain.unsigned(), chain.signedBy().map(Object::toString).orElse(null), chain.broken().isEmpty(),
				finding.at(), chain.broken().map((broken) -> BreakView.of(chain.file(), broken)).orElse(null),
				finding.damaged());
	}

	/**
	 * The first line that is not good.
	 */
	record BreakView(String file, long line, long offset, String reason) {

		private static BreakView of(String file, ChainBreak broken) {
			return new BreakView(file, broken.line(), broken.offset(), broken.reason());
		}

	}

}
