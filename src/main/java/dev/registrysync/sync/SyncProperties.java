package dev.registrysync.sync;

import java.time.Duration;

import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What holds for every run.
 *
 * @param deadline so long it may take, push included, from when it is its turn
 */
@Validated
@ConfigurationProperties(prefix = "registry-sync.sync", ignoreUnknownFields = false)
record SyncProperties(@DefaultValue("10m") @DurationMin(millis = 1) Duration deadline) {
}
