package dev.registrysync.security;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TokenBucketsTest {

	private final AtomicLong nanos = new AtomicLong();

	private final TokenBuckets buckets = new TokenBuckets(2, 3, 100, this.nanos::get);

	private void wait(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

	@Test
	void aBurstIsServedThenOneAtATime() {
		for (int i = 0; i < 3; i++) {
			assertThat(this.buckets.take("a")).isZero();
		}
		assertThat(this.buckets.take("a")).isEqualTo(Duration.ofMillis(500));
		wait(Duration.ofMillis(400));
		assertThat(this.buckets.take("a")).isEqualTo(Duration.ofMillis(100));
		wait(Duration.ofMillis(100));
		assertThat(this.buckets.take("a")).isZero();
		assertThat(this.buckets.take("a")).isPositive();
	}

	@Test
	void whoWaitedForLongHasNoMoreThanABurst() {
		wait(Duration.ofDays(1));
		for (int i = 0; i < 3; i++) {
			assertThat(this.buckets.take("a")).isZero();
		}
		assertThat(this.buckets.take("a")).isPositive();
	}

	@Test
	void oneCallerDoesNotTakeWhatIsAnothers() {
		for (int i = 0; i < 4; i++) {
			this.buckets.take("a");
		}
		assertThat(this.buckets.take("b")).isZero();
	}

	@Test
	void remembersSoManyCallersAndForgetsThoseNotSeenForLongest() {
		for (int i = 0; i < 4; i++) {
			this.buckets.take("a");
		}
		for (int i = 0; i < 10_000; i++) {
			this.buckets.take("caller " + i);
			if (i % 50 == 0) {
				assertThat(this.buckets.take("a")).isPositive();
			}
		}
		assertThat(this.buckets.remembered()).isEqualTo(100);
	}

}
