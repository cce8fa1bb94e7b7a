package dev.registrysync.sync;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import dev.registrysync.coordinator.CoordinatorClient;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Runs that nobody waits for.
 */
class BackgroundRunsTest {

	@TempDir
	private Path data;

	@AutoClose
	private SyncFixture registry;

	private final Halt halt = new Halt();

	private BackgroundRuns background;

	@BeforeEach
	void open() {
		this.registry = new SyncFixture(this.data);
		this.registry.coordinator.answer(Kind.AGENTS, "{\"a\": {\"agent_type\": \"x\"}}");
		this.registry.pullFrom(this.halt.at(CoordinatorClient.class, "pull", this.registry.coordinator));
		this.halt.arm();
		this.background = new BackgroundRuns(this.registry.service, 3);
	}

	@AfterEach
	void end() {
		this.halt.release();
		this.background.close();
	}

	private void awaitEnd() throws InterruptedException {
		CountDownLatch ended = new CountDownLatch(1);
		this.background.stop(ended::countDown);
		ended.await();
	}

	private static SyncRequest about(Kind kind) {
		return new SyncRequest(null, null, null, List.of(kind.plural()), null, null, null);
	}

	@Test
	void aRunCanBeWatchedFromItsBeginningToItsEnd() throws Exception {
		String syncId = this.background.begin(SyncRequest.DEFAULTS);
		this.halt.awaitCall();
		RunView running = this.registry.archive.get(syncId);
		assertThat(running.state()).isEqualTo(RunView.RUNNING);
		assertThat(running.trigger()).isEqualTo("api");
		assertThat(running.phase()).isEqualTo("pull");
		this.halt.release();
		awaitEnd();
		RunView ended = this.registry.archive.get(syncId);
		assertThat(ended.state()).isEqualTo(RunView.ENDED);
		assertThat(ended.outcome()).isEqualTo(Outcome.SUCCEEDED);
		assertThat(ended.actor()).isEqualTo(running.actor());
	}

	@Test
	void aFailureIsInItsRecord() throws Exception {
		this.registry.coordinator.fail(new ProblemException(ProblemCode.COORDINATOR_UNREACHABLE, "nobody is there"));
		String syncId = this.background.begin(SyncRequest.DEFAULTS);
		this.halt.release();
		awaitEnd();
		RunView ended = this.registry.archive.get(syncId);
		assertThat(ended.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(ended.problems()).containsKey("coordinator_unreachable");
	}

	@Test
	void whatAsksForTheSameAsOneThatWaitsSharesItAndThereIsRoomForSoManyOnly() throws Exception {
		this.background.begin(SyncRequest.DEFAULTS);
		this.halt.awaitCall();
		String waiting = this.background.begin(about(Kind.AGENTS));
		assertThat(this.background.begin(about(Kind.AGENTS))).isEqualTo(waiting);
		String last = this.background.begin(about(Kind.TOOLS));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.background.begin(about(Kind.TOOLS)))
			.satisfies((refused) -> assertThat(refused.code()).isEqualTo(ProblemCode.TOO_MANY_REQUESTS));
		assertThat(this.registry.archive.get(waiting).state()).isEqualTo(RunView.WAITING);
		assertThat(this.registry.active.list()).hasSize(3);
		this.halt.release();
		awaitEnd();
		assertThat(this.registry.archive.get(waiting).state()).isEqualTo(RunView.ENDED);
		assertThat(this.registry.archive.get(last).state()).isEqualTo(RunView.ENDED);
	}

	@Test
	void whoeverIsToStopWaitsForThem() throws Exception {
		String syncId = this.background.begin(SyncRequest.DEFAULTS);
		this.halt.awaitCall();
		CountDownLatch ended = new CountDownLatch(1);
		this.background.stop(ended::countDown);
		assertThat(this.background.isRunning()).isFalse();
		assertThat(ended.getCount()).isOne();
		this.halt.release();
		ended.await();
		assertThat(this.registry.archive.get(syncId).outcome()).isEqualTo(Outcome.SUCCEEDED);
	}

	@Test
	void whatIsStillUnderWayAtTheEndIsCancelled() throws Exception {
		String running = this.background.begin(SyncRequest.DEFAULTS);
		this.halt.awaitCall();
		String waiting = this.background.begin(about(Kind.AGENTS));
		this.background.close();
		assertThat(this.registry.archive.get(running).outcome()).isEqualTo(Outcome.CANCELLED);
		assertThat(this.registry.archive.get(waiting).outcome()).isEqualTo(Outcome.CANCELLED);
		assertThat(this.registry.history.revision()).isEqualTo(Revision.NONE);
		assertThat(this.registry.active.list()).isEmpty();
	}

	@Test
	void whatComesTooLateIsCancelledAloneAndTheOthersGoOn() throws Exception {
		String running = this.background.begin(SyncRequest.DEFAULTS);
		this.halt.awaitCall();
		this.background.stop();
		String late = this.background.begin(about(Kind.AGENTS));
		assertThat(this.registry.archive.get(late).outcome()).isEqualTo(Outcome.CANCELLED);
		assertThat(this.registry.archive.get(running).state()).isEqualTo(RunView.RUNNING);
		this.halt.release();
		awaitEnd();
		assertThat(this.registry.archive.get(running).outcome()).isEqualTo(Outcome.SUCCEEDED);
	}

	@Test
	void manyRunsOneAfterTheOtherCancelNoneOfThem() throws Exception {
		this.halt.release();
		List<String> begun = new ArrayList<>();
		while (begun.size() < 200) {
			try {
				begun.add(this.background.begin(about((begun.size() % 2 == 0) ? Kind.AGENTS : Kind.TOOLS)));
			}
			catch (ProblemException ex) {
				assertThat(ex.code()).isEqualTo(ProblemCode.TOO_MANY_REQUESTS);
			}
		}
		awaitEnd();
		assertThat(this.registry.runs(Trigger.API, Outcome.CANCELLED)).isZero();
	}

	@Test
	void aRunThatBeginsOnceAllAreStoppedIsCancelledAndCounted() {
		this.registry.active.close();
		assertThatExceptionOfType(ProblemException.class).isThrownBy(this.registry::sync)
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.SYNC_CANCELLED));
		assertThat(this.registry.runs(Trigger.API, Outcome.CANCELLED)).isOne();
		assertThat(this.registry.active.list()).isEmpty();
		RunControl placed = this.registry.active.add(new RunOrigin("late", Trigger.API, "local", false, Instant.EPOCH));
		this.registry.active.start(placed);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(placed::check);
	}

	@Test
	void whatComesTooLateIsCancelledAtOnce() {
		this.background.close();
		String late = this.background.begin(SyncRequest.DEFAULTS);
		assertThat(this.registry.archive.get(late).outcome()).isEqualTo(Outcome.CANCELLED);
		assertThat(this.registry.active.list()).isEmpty();
	}

}
