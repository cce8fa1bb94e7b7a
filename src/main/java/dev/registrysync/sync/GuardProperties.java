package dev.registrysync.sync;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * When absences wait for approval.
 *
 * @param maxLossPercent the share of a source's active entries that one pull may lose
 * @param minLosses so many may always be lost
 */
@Validated
@ConfigurationProperties(prefix = "registry-sync.guard", ignoreUnknownFields = false)
record GuardProperties(@DefaultValue("15") @Min(0) @Max(100) int maxLossPercent,
		@DefaultValue("3") @Min(0) int minLosses) {
}
