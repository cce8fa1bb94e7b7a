package dev.registrysync.sync;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.registrysync.identity.Verdict;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /identities}.
 */
record IdentitiesReport(@JsonProperty("registry_id") UUID registryId, long revision,
		@Schema(description = "How many entries have each verdict, both kinds together.") Map<Verdict, Long> totals,
		@Schema(description = "The entries, filtered if asked for.") List<IdentityView> identities,
		@Schema(description = "Every entry without a valid identity, whatever the filter.") List<Gap> gaps) {

	/**
	 * One entry's identity; reason and remedy are empty if it is valid.
	 */
	record IdentityView(String kind, String id, @Nullable String address, Verdict verdict, String reason,
			String remedy) {
	}

	/**
	 * An entry without a valid identity.
	 */
	record Gap(String kind, String id, Verdict verdict) {
	}

}
