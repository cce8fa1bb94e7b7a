package dev.registrysync.sync;

import java.time.Duration;

import dev.registrysync.reconcile.Grace;
import jakarta.validation.constraints.Min;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long an absent entry is only missing: until both are over.
 *
 * @param pulls so many complete pulls in a row without it
 * @param duration so long since it was first absent
 */
@Validated
@ConfigurationProperties(prefix = "registry-sync.grace", ignoreUnknownFields = false)
record GraceProperties(@DefaultValue("3") @Min(1) int pulls, @DefaultValue("10m") @DurationMin Duration duration) {

	Grace toGrace() {
		return new Grace(this.pulls, this.duration);
	}

}
