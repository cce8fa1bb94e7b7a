package dev.registrysync.security;

import java.time.Duration;

import jakarta.validation.constraints.Min;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code registry-sync.security.limits}: how much one caller, or one address, may ask
 * for. Generous: they keep a loop gone wild from taking the service down.
 *
 * @param requestsPerSecond of one caller, in the long run
 * @param burst how many of them at once
 * @param failuresPerMinute how many wrong credentials of one address are answered with
 * 401, and how many refused calls of it the audit shows, before it gets 429
 * @param changesAtOnce how many calls that change something may be under way or wait;
 * half of them of one caller, and 10 more of callers with the role {@code admin}
 * @param remembered how many callers and addresses are told apart; those not seen for
 * longest are forgotten first
 * @param bodyTimeout how long a request's body may take to arrive
 */
record Limits(@DefaultValue("500") @Min(1) int requestsPerSecond, @DefaultValue("1000") @Min(1) int burst,
		@DefaultValue("10") @Min(1) int failuresPerMinute, @DefaultValue("100") @Min(1) int changesAtOnce,
		@DefaultValue("10000") @Min(1) int remembered,
		@DefaultValue("30s") @DurationMin(millis = 1) Duration bodyTimeout) {

}
