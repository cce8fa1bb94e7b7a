package dev.registrysync.continuous;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.registrysync.problem.InvalidRequestException;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /continuous/suspend}.
 */
@Schema(description = "Why, and for how long.", example = "{\"reason\": \"maintenance\", \"for\": \"PT10M\"}")
record SuspendRequest(
		@Schema(description = "Why, at most 256 characters.",
				requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String reason,
		@JsonProperty("for") @Schema(description = "For how long: an ISO 8601 duration of at most 30 days.",
				defaultValue = "PT1H") @Nullable String duration) {

	static final SuspendRequest EMPTY = new SuspendRequest(null, null);

	private static final int LONGEST_REASON = 256;

	private static final Duration DEFAULT = Duration.ofHours(1);

	private static final Duration LONGEST = Duration.ofDays(30);

	String wantedReason() {
		if (this.reason == null || this.reason.isBlank()) {
			throw new InvalidRequestException("reason", "must be given");
		}
		if (this.reason.codePointCount(0, this.reason.length()) > LONGEST_REASON) {
			throw new InvalidRequestException("reason", "must have at most %d characters".formatted(LONGEST_REASON));
		}
		if (this.reason.chars().anyMatch(Character::isISOControl)) {
			throw new InvalidRequestException("reason", "must not have control characters");
		}
		return this.reason;
	}

	Instant wantedEnd(Instant now) {
		Duration wanted = (this.duration != null) ? parsed(this.duration) : DEFAULT;
		if (wanted.isNegative() || wanted.isZero() || wanted.compareTo(LONGEST) > 0) {
			throw new InvalidRequestException("for", "must be longer than nothing and at most 30 days");
		}
		return now.plus(wanted);
	}

	private static Duration parsed(String text) {
		try {
			return Duration.parse(text);
		}
		catch (DateTimeException ex) {
			throw new InvalidRequestException("for", "must be an ISO 8601 duration, as in \"PT2H\"");
		}
	}

}
