package dev.registrysync.history;

import java.nio.file.Path;
import java.time.Duration;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long revisions are kept.
 *
 * @param keep so many of the newest are kept, however old they are
 * @param keepFor so long the others are kept
 * @param keepAtMost and never more than so many
 * @param witnessFile the file, on another volume, that is told the last row of the
 * journal after each commit
 */
@Validated
@ConfigurationProperties(prefix = "registry-sync.history", ignoreUnknownFields = false)
record HistoryProperties(@DefaultValue("50") @Min(1) int keep, @DefaultValue("90d") @DurationMin Duration keepFor,
		@DefaultValue("1000") @Min(1) int keepAtMost, @Nullable Path witnessFile) {

	@AssertTrue(message = "keep-at-most must not be less than keep")
	boolean isKeepAtMostEnough() {
		return this.keepAtMost >= this.keep;
	}

	Retention toRetention() {
		return new Retention(this.keep, this.keepFor, this.keepAtMost);
	}

}
