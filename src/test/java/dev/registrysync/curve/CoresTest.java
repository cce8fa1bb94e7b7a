package dev.registrysync.curve;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class CoresTest {

	private static final List<Integer> MANY = IntStream.range(0, 5_000).boxed().toList();

	@Test
	void keepsTheOrder() {
		assertThat(Cores.map(MANY, (number) -> number * 2))
			.isEqualTo(MANY.stream().map((number) -> number * 2).toList());
	}

	@Test
	void doesLittleOnTheSpot() {
		assertThat(Cores.map(List.of(1, 2, 3), (number) -> Thread.currentThread()))
			.containsOnly(Thread.currentThread());
	}

	@Test
	void usesAsManyThreadsAsThereAreCoresHoweverManyAsk() throws InterruptedException {
		Set<Thread> threads = ConcurrentHashMap.newKeySet();
		List<Thread> callers = IntStream.range(0, 4)
			.mapToObj((i) -> new Thread(() -> Cores.map(MANY, (number) -> threads.add(Thread.currentThread()))))
			.toList();
		callers.forEach(Thread::start);
		for (Thread caller : callers) {
			caller.join();
		}
		assertThat(threads).hasSizeBetween(1, Runtime.getRuntime().availableProcessors())
			.doesNotContainAnyElementsOf(callers)
			.allMatch(Thread::isDaemon);
	}

	@Test
	void throwsWhatTheWorkThrowsAndBeginsNothingMore() {
		AtomicInteger done = new AtomicInteger();
		Function<Integer, Integer> work = (number) -> {
			if (number == 40) {
				throw new IllegalStateException("no 40");
			}
			return done.incrementAndGet();
		};
		assertThatIllegalStateException().isThrownBy(() -> Cores.map(MANY, work)).withMessage("no 40");
		int then = done.get();
		assertThat(Cores.map(MANY, Function.identity())).hasSameSizeAs(MANY);
		assertThat(done).hasValue(then);
	}

	@Test
	void endsWhenTheCallerIsInterrupted() {
		CountDownLatch begun = new CountDownLatch(1);
		Thread caller = Thread.currentThread();
		Thread interrupter = new Thread(() -> {
			await(begun);
			caller.interrupt();
		});
		interrupter.start();
		AtomicInteger done = new AtomicInteger();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> Cores.map(MANY, (number) -> {
			begun.countDown();
			await(new CountDownLatch((number < 32) ? 1 : 0));
			return done.incrementAndGet();
		}));
		assertThat(Thread.interrupted()).isTrue();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
