package dev.registrysync.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BackoffTest {

	private static final Duration LONGEST = Duration.ofMinutes(5);

	private static Backoff backoff(Duration unit, double chance) {
		return new Backoff(unit, LONGEST, new RandomGenerator() {

			@Override
			public long nextLong() {
				return (long) (chance * Long.MAX_VALUE);
			}

			@Override
			public double nextDouble() {
				return chance;
			}

		});
	}

	@Test
	void doublesWithEachFailureUpToTheLongest() {
		Backoff backoff = backoff(Duration.ofSeconds(10), 1);

		assertThat(IntStream.rangeClosed(1, 6).mapToObj(backoff::after).map(Duration::toSeconds)).containsExactly(20L,
				40L, 80L, 160L, 300L, 300L);
	}

	@Test
	void isAnyTimeUpToTheCeiling() {
		assertThat(backoff(Duration.ofSeconds(10), 0).after(1)).isZero();
		assertThat(backoff(Duration.ofSeconds(10), 0.25).after(1)).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void isNeverBeyondTheLongestWhateverTheUnit() {
		assertThat(backoff(Duration.ofHours(1), 1).after(1)).isEqualTo(LONGEST);
	}

	@Test
	void manyFailuresOverflowNothing() {
		assertThat(backoff(Duration.ofDays(365), 1).after(Integer.MAX_VALUE)).isEqualTo(LONGEST);
	}

}
