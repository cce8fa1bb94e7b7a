package dev.registrysync.events;

import java.time.Duration;

import jakarta.validation.constraints.Min;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The change feed over HTTP.
 *
 * @param maxReaders how many may follow it at a time
 * @param heartbeat how long a connection may be silent, so that both sides learn when the
 * other is gone
 */
@Validated
@ConfigurationProperties(prefix = "registry-sync.events", ignoreUnknownFields = false)
record EventsProperties(@DefaultValue("500") @Min(0) int maxReaders,
		@DefaultValue("15s") @DurationMin(seconds = 1) Duration heartbeat) {
}
