package dev.registrysync.sync;

import java.time.Duration;
import java.util.Optional;

import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What holds for every run, and when runs come by themselves.
 *
 * @param deadline so long a run may take, push included, from when it is its turn
 * @param interval the time between two runs with a source while all is well; none if
 * nobody is asked by itself
 * @param longestBackoff the longest time between two runs that fail
 * @param fullPass how long a source is believed that says that nothing has changed
 */
@Validated
@ConfigurationProperties(prefix = "registry-sync.sync", ignoreUnknownFields = false)
public record SyncProperties(@DefaultValue("10m") @DurationMin(millis = 1) Duration deadline,
		@DurationMin(millis = 100) @Nullable Duration interval,
		@DefaultValue("5m") @DurationMin(millis = 1) Duration longestBackoff,
		@DefaultValue("10m") @DurationMin(millis = 1) Duration fullPass) {

	/**
	 * The interval, if there is one.
	 */
	public Optional<Duration> findInterval() {
		return Optional.ofNullable(this.interval);
	}

}
