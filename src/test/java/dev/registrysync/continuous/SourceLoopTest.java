package dev.registrysync.continuous;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.registrysync.database.Databases;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.sync.Outcome;
import dev.registrysync.sync.SyncReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SourceLoopTest {

	@TempDir
	private Path data;

	private final LinkedBlockingQueue<Boolean> rounds = new LinkedBlockingQueue<>();

	private volatile Optional<RuntimeException> failure = Optional.empty();

	private Databases databases;

	private Suspensions suspensions;

	private SourceLoop loop;

	private final List<Thread> threads = new ArrayList<>();

	@BeforeEach
	void make() {
		this.databases = Databases.sqlite(this.data);
		this.suspensions = new Suspensions(this.databases.database(), Clock.systemUTC());
		this.loop = loop(Duration.ofHours(1), Duration.ofHours(1));
	}

	private SourceLoop loop(Duration interval, Duration fullPass) {
		return new SourceLoop("east", this::round, schedule(interval, fullPass), this.suspensions, Clock.systemUTC());
	}

	private static PollSchedule schedule(Duration interval, Duration fullPass) {
		return new PollSchedule(interval, interval, fullPass, new Random(1), System.nanoTime());
	}

	private SyncReport round(String source, boolean fullPass) {
		this.rounds.add(fullPass);
		this.failure.ifPresent((with) -> {
			throw with;
		});
		return Reports.of(Outcome.NO_CHANGE);
	}

	private void start() {
		Thread thread = new Thread(this.loop, "loop under test");
		thread.setDaemon(true);
		thread.start();
		this.threads.add(thread);
	}

	@AfterEach
	void stop() throws InterruptedException {
		this.loop.stop();
		for (Thread thread : this.threads) {
			thread.join();
		}
		this.databases.close();
	}

	@Test
	void asksNobodyWhileItCannotTellWhetherItIsSuspended() {
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		Logger logger = (Logger) LoggerFactory.getLogger(SourceState.class);
		logger.addAppender(log);
		this.databases.database().close();
		this.loop.trigger();
		start();

		await().until(() -> List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage).toList(),
				(lines) -> lines.stream()
					.anyMatch((line) -> line.startsWith("Continuous sync with east fails: database_unavailable")));
		logger.detachAppender(log);
		assertThat(this.threads).allMatch(Thread::isAlive);
		assertThat(this.rounds).isEmpty();
	}

	@Test
	void aTriggerDoesNotWaitForTheInterval() throws Exception {
		start();
		this.loop.trigger();

		assertThat(this.rounds.take()).isFalse();
	}

	@Test
	void aTriggerEndsABackoff() throws Exception {
		this.failure = Optional.of(new ProblemException(ProblemCode.COORDINATOR_UNREACHABLE, "Nobody listens."));
		this.loop.turn();
		this.loop.turn();
		assertThat(this.loop.failures()).isEqualTo(2);
		this.rounds.clear();
		start();
		this.loop.trigger();

		assertThat(this.rounds.take()).isFalse();
	}

	@Test
	void aMistakeInOneRunDoesNotEndTheOthers() throws Exception {
		this.failure = Optional.of(new IllegalStateException("a mistake"));
		start();
		this.loop.trigger();
		assertThat(this.rounds.take()).isFalse();
		this.failure = Optional.empty();
		this.loop.trigger();
		assertThat(this.rounds.take()).isFalse();
	}

	@Test
	void aTriggerInTheMiddleOfARunIsNotForgottenHoweverThatEnds() {
		for (Optional<RuntimeException> end : List.<Optional<RuntimeException>>of(Optional.empty(),
				Optional.of(new ProblemException(ProblemCode.COORDINATOR_UNREACHABLE, "Nobody listens.")))) {
			this.failure = end;
			this.loop = new SourceLoop("east", (source, fullPass) -> {
				this.loop.trigger();
				this.loop.answered();
				return round(source, fullPass);
			}, schedule(Duration.ofHours(1), Duration.ofHours(1)), this.suspensions, Clock.systemUTC());

			this.loop.turn();

			assertThat(this.loop.nextRun()).isBefore(Instant.now().plusSeconds(1));
		}
	}

	@Test
	void aRunThatOthersWantedPutsTheNextOneOff() {
		this.loop.trigger();
		assertThat(this.loop.nextRun()).isBefore(Instant.now().plusSeconds(1));

		this.loop.answered();

		assertThat(this.loop.nextRun()).isAfter(Instant.now().plus(Duration.ofMinutes(50)));
		assertThat(this.loop.failures()).isZero();
	}

	@Test
	void aFailureIsCountedOnceWhoeverTellsIt() {
		this.failure = Optional.of(new ProblemException(ProblemCode.COORDINATOR_UNREACHABLE, "Nobody listens."));
		this.loop = new SourceLoop("east", (source, fullPass) -> {
			this.loop.unanswered();
			return round(source, fullPass);
		}, schedule(Duration.ofHours(1), Duration.ofHours(1)), this.suspensions, Clock.systemUTC());

		this.loop.turn();

		assertThat(this.loop.failures()).isEqualTo(1);
	}

	@Test
	void nothingRunsWhileSuspendedAndAtOnceAfterwards() throws Exception {
		Instant until = Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.MICROS);
		this.suspensions.suspend("maintenance", "ann", until);
		start();
		this.loop.trigger();
		assertThat(this.loop.nextRun()).isEqualTo(until);
		assertThat(this.rounds).isEmpty();

		this.suspensions.resume("ann");

		assertThat(this.rounds.take()).isFalse();
	}

	@Test
	void aFullPassThatFailsIsStillDue() {
		this.loop = loop(Duration.ofHours(1), Duration.ZERO);
		this.failure = Optional.of(new ProblemException(ProblemCode.DISK_FULL, "No room."));
		this.loop.turn();
		this.loop.turn();

		assertThat(this.rounds).containsExactly(true, true);
	}

	@Test
	void itsThreadIsNotInterruptedWhenItStops() throws Exception {
		List<Boolean> interrupted = new ArrayList<>();
		this.loop = new SourceLoop("east", (source, fullPass) -> {
			this.loop.stop();
			interrupted.add(Thread.currentThread().isInterrupted());
			return Reports.of(Outcome.SUCCEEDED);
		}, schedule(Duration.ofHours(1), Duration.ofHours(1)), this.suspensions, Clock.systemUTC());
		start();
		this.loop.trigger();
		this.threads.get(0).join();

		assertThat(interrupted).containsExactly(false);
	}

}
