package dev.registrysync.sync;

import java.util.Map;

import dev.registrysync.reconcile.AbsenceGuard;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * When absences wait for approval.
 *
 * @param maxLossPercent the share of a source's active entries that one pull may lose
 * @param minLosses so many may always be lost
 * @param sources what is different for single sources, by name
 */
@Validated
@ConfigurationProperties(prefix = "registry-sync.guard", ignoreUnknownFields = false)
record GuardProperties(@DefaultValue("15") @Min(0) @Max(100) int maxLossPercent,
		@DefaultValue("3") @Min(0) int minLosses, @DefaultValue Map<String, @Valid SourceGuard> sources) {

	AbsenceGuard toGuard() {
		return new AbsenceGuard(this.maxLossPercent, this.minLosses);
	}

	/**
	 * The guard of one source.
	 *
	 * @param maxLossPercent as for all if left out
	 * @param minLosses as for all if left out
	 */
	record SourceGuard(@Min(0) @Max(100) @Nullable Integer maxLossPercent, @Min(0) @Nullable Integer minLosses) {

		AbsenceGuard toGuard(GuardProperties all) {
			return new AbsenceGuard((this.maxLossPercent != null) ? this.maxLossPercent : all.maxLossPercent(),
					(this.minLosses != null) ? this.minLosses : all.minLosses());
		}

	}

}
