package dev.registrysync.continuous;

import java.time.Duration;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PaceTest {

	private static final Duration INTERVAL = Duration.ofSeconds(10);

	private static final Duration LONGEST = Duration.ofMinutes(5);

	private static final Duration FULL = Duration.ofMinutes(10);

	private static Pace pace(double chance) {
		return new Pace(new Schedule(INTERVAL, LONGEST, chance(chance)), FULL, 0);
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
		assertThat(pace(chance).until(0)).isEqualTo(Duration.ofMillis((long) (chance * 10_000)));
	}

	@ParameterizedTest
	@CsvSource({ "0, 9000", "0.5, 10000", "1, 11000" })
	void waitsForTheIntervalGiveOrTakeATenth(double chance, long millis) {
		Pace pace = pace(chance);

		pace.succeeded(0);

		assertThat(pace.until(0)).isEqualTo(Duration.ofMillis(millis));
	}

	@Test
	void backsOffFurtherWithEachFailureUpToTheLongest() {
		Pace pace = pace(1);
		long[] expected = { 20, 40, 80, 160, 300, 300 };

		for (long seconds : expected) {
			pace.failed(0);
			assertThat(pace.until(0)).isEqualTo(Duration.ofSeconds(seconds));
		}
		assertThat(pace.failures()).isEqualTo(6);
	}

	@Test
	void neverAsksMoreOftenWhileFailingThanAnIntervalThatIsLongerThanTheLongestBackoff() {
		Schedule hourly = new Schedule(Duration.ofHours(1), LONGEST, chance(1));

		assertThat(hourly.afterFailure(1)).isEqualTo(Duration.ofHours(1));
	}

	@Test
	void oneSuccessEndsTheBackoff() {
		Pace pace = pace(0.5);
		pace.failed(0);
		pace.failed(0);

		pace.succeeded(0);

		assertThat(pace.failures()).isZero();
		assertThat(pace.until(0)).isEqualTo(INTERVAL);
	}

	@Test
	void believesTheValidatorsForTenMinutesAndNoLonger() {
		Pace pace = pace(0.5);

		assertThat(pace.isFullPassDue(FULL.toNanos() - 1)).isFalse();
		assertThat(pace.isFullPassDue(FULL.toNanos())).isTrue();

		pace.succeeded(FULL.toNanos());
		assertThat(pace.isFullPassDue(FULL.toNanos())).isTrue();

		pace.passedFully(FULL.toNanos());
		assertThat(pace.isFullPassDue(FULL.toNanos())).isFalse();
		assertThat(pace.isFullPassDue(2 * FULL.toNanos())).isTrue();
	}

	@Test
	void worksWhenTheNanosecondsRunOver() {
		Pace pace = new Pace(new Schedule(INTERVAL, LONGEST, chance(0.5)), FULL, Long.MAX_VALUE - 5);

		pace.succeeded(Long.MAX_VALUE - 5);

		assertThat(pace.until(Long.MAX_VALUE - 5)).isEqualTo(INTERVAL);
		assertThat(pace.until(Long.MAX_VALUE - 5 + INTERVAL.toNanos())).isZero();
		assertThat(pace.isFullPassDue(Long.MAX_VALUE - 5 + FULL.toNanos())).isTrue();
	}

}
