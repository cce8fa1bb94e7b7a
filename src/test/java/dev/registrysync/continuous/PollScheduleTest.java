package dev.registrysync.continuous;

import java.time.Duration;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PollScheduleTest {

	private static final Duration INTERVAL = Duration.ofSeconds(10);

	private static final Duration LONGEST = Duration.ofMinutes(5);

	private static final Duration FULL = Duration.ofMinutes(10);

	private static PollSchedule schedule(double chance) {
		return new PollSchedule(INTERVAL, LONGEST, FULL, chance(chance), 0);
	}

	private static RandomGenerator chance(double value) {
		return new RandomGenerator() {

			@Override
			public long nextLong() {
				return (long) (value * Long.MAX_VALUE);
			}

			@Override
			public double nextDouble() {
				return value;
			}

		};
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, 0.25, 0.999 })
	void beginsAnyTimeWithinOneInterval(double chance) {
		assertThat(schedule(chance).until(0)).isEqualTo(Duration.ofMillis((long) (chance * 10_000)));
	}

	@ParameterizedTest
	@CsvSource({ "0, 9000", "0.5, 10000", "1, 11000" })
	void waitsForTheIntervalGiveOrTakeATenth(double chance, long millis) {
		PollSchedule schedule = schedule(chance);

		schedule.succeeded(0);

		assertThat(schedule.until(0)).isEqualTo(Duration.ofMillis(millis));
	}

	@Test
	void backsOffFurtherWithEachFailureUpToTheLongest() {
		PollSchedule schedule = schedule(1);
		long[] expected = { 20, 40, 80, 160, 300, 300 };

		for (long seconds : expected) {
			schedule.failed(0);
			assertThat(schedule.until(0)).isEqualTo(Duration.ofSeconds(seconds));
		}
		assertThat(schedule.failures()).isEqualTo(6);
	}

	@Test
	void neverAsksMoreOftenWhileFailingThanAnIntervalThatIsLongerThanTheLongestBackoff() {
		PollSchedule hourly = new PollSchedule(Duration.ofHours(1), LONGEST, FULL, chance(1), 0);

		hourly.failed(0);

		assertThat(hourly.until(0)).isEqualTo(Duration.ofHours(1));
	}

	@Test
	void oneSuccessEndsTheBackoff() {
		PollSchedule schedule = schedule(0.5);
		schedule.failed(0);
		schedule.failed(0);

		schedule.succeeded(0);

		assertThat(schedule.failures()).isZero();
		assertThat(schedule.until(0)).isEqualTo(INTERVAL);
	}

	@Test
	void believesTheValidatorsForTenMinutesAndNoLonger() {
		PollSchedule schedule = schedule(0.5);

		assertThat(schedule.isFullPassDue(FULL.toNanos() - 1)).isFalse();
		assertThat(schedule.isFullPassDue(FULL.toNanos())).isTrue();

		schedule.succeeded(FULL.toNanos());
		assertThat(schedule.isFullPassDue(FULL.toNanos())).isTrue();

		schedule.passedFully(FULL.toNanos());
		assertThat(schedule.isFullPassDue(FULL.toNanos())).isFalse();
		assertThat(schedule.isFullPassDue(2 * FULL.toNanos())).isTrue();
	}

	@Test
	void worksWhenTheNanosecondsRunOver() {
		PollSchedule schedule = new PollSchedule(INTERVAL, LONGEST, FULL, chance(0.5), Long.MAX_VALUE - 5);

		schedule.succeeded(Long.MAX_VALUE - 5);

		assertThat(schedule.until(Long.MAX_VALUE - 5)).isEqualTo(INTERVAL);
		assertThat(schedule.until(Long.MAX_VALUE - 5 + INTERVAL.toNanos())).isZero();
		assertThat(schedule.isFullPassDue(Long.MAX_VALUE - 5 + FULL.toNanos())).isTrue();
	}

}
