package dev.registrysync.coordinator;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The time between a question that nobody answered and its repetition.
 */
@FunctionalInterface
interface RetryPause {

	/** Spreads the repetitions of many clients: 100 to 500 ms. */
	RetryPause JITTER = () -> Thread.sleep(ThreadLocalRandom.current().nextLong(100, 500));

	void take() throws InterruptedException;

}
