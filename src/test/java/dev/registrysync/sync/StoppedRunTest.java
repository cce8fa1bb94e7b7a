package dev.registrysync.sync;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import dev.registrysync.coordinator.CoordinatorClient;
import dev.registrysync.history.History;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;
import dev.registrysync.store.RegistryStore;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Runs that are cancelled or take too long, wherever they are.
 */
class StoppedRunTest {

	private static final String TWO = "{\"a\": {\"agent_type\": \"x\"}, \"b\": {\"agent_type\": \"y\"}}";

	private static final String THREE = TWO.replace("{\"a\"", "{\"c\": {\"agent_type\": \"z\"}, \"a\"");

	@TempDir
	private Path data;

	@AutoClose
	private SyncFixture registry;

	private final Halt halt = new Halt();

	@BeforeEach
	void open() {
		this.registry = new SyncFixture(this.data);
		this.registry.coordinator.answer(Kind.AGENTS, TWO);
		this.registry.sync();
		this.registry.coordinator.answer(Kind.AGENTS, THREE);
	}

	private CompletableFuture<SyncReport> start() {
		this.halt.arm();
		return CompletableFuture.supplyAsync(this.registry::sync, (work) -> {
			Thread thread = new Thread(work);
			thread.setDaemon(true);
			thread.start();
		});
	}

	private RunControl running() {
		return this.registry.active.list().get(0);
	}

	private static void assertStopped(CompletableFuture<?> run, ProblemCode code) {
		assertThatExceptionOfType(CompletionException.class).isThrownBy(run::join)
			.havingCause()
			.isInstanceOfSatisfying(ProblemException.class, (stop) -> assertThat(stop.code()).isEqualTo(code));
	}

	static Stream<Arguments> stops() {
		Map<String, BiConsumer<SyncFixture, Halt>> places = Map.of("pull",
				(registry, halt) -> registry.pullFrom(halt.at(CoordinatorClient.class, "pull", registry.coordinator)),
				"read", (registry, halt) -> registry.storeIn(halt.at(RegistryStore.class, "find", registry.store)),
				"reconcile", (registry, halt) -> registry.remember(halt.at(History.class, "edited", registry.history)),
				"identities",
				(registry, halt) -> registry.signWith(halt.at(Secp256k1.class, "generate", Secp256k1.bouncyCastle())),
				"validate", (registry, halt) -> {
					registry.signWith(halt.at(Secp256k1.class, "recover", Secp256k1.bouncyCastle()));
					registry.dryRun();
				}, "commit",
				(registry, halt) -> registry.storeIn(halt.at(RegistryStore.class, "isStill", registry.store)));
		Map<ProblemCode, Outcome> reasons = Map.of(ProblemCode.SYNC_CANCELLED, Outcome.CANCELLED,
				ProblemCode.DEADLINE_EXCEEDED, Outcome.FAILED);
		List<Arguments> stops = new ArrayList<>();
		places.forEach((phase, place) -> reasons
			.forEach((reason, outcome) -> stops.add(Arguments.of(phase, place, reason, outcome))));
		return stops.stream();
	}

	@ParameterizedTest(name = "in {0}: {2}")
	@MethodSource("stops")
	void appliesNothingAndTheNextRunDoesItAll(String phase, BiConsumer<SyncFixture, Halt> place, ProblemCode reason,
			Outcome outcome) throws Exception {
		place.accept(this.registry, this.halt);
		String file = this.registry.text(Kind.AGENTS);
		String journal = this.registry.journal();
		CompletableFuture<SyncReport> run = start();
		this.halt.awaitCall();
		assertThat(running().progress().text()).isEqualTo(phase);
		if (reason == ProblemCode.SYNC_CANCELLED) {
			this.registry.archive.cancel(running().origin().syncId());
		}
		else {
			running().expire(Duration.ofMinutes(10));
		}
		this.halt.release();
		assertStopped(run, reason);
		assertThat(this.registry.text(Kind.AGENTS)).isEqualTo(file);
		assertThat(this.registry.journal()).isEqualTo(journal);
		assertThat(this.registry.archive.page(null, 1, null, null).syncs()).extracting(RunView::outcome)
			.containsExactly(outcome);
		assertThat(this.registry.active.list()).isEmpty();
		assertThat(this.registry.runs(Trigger.API, outcome)).isOne();
		assertThat(this.registry.sync().changes().agents()).containsEntry("added", 1);
		assertThat(this.registry.verdicts()).allMatch((verdict) -> verdict.isValid());
	}

	@Test
	void keysThatItHadMadeAreUsedByTheNextRun() throws Exception {
		this.registry.storeIn(this.halt.at(RegistryStore.class, "isStill", this.registry.store));
		CompletableFuture<SyncReport> run = start();
		this.halt.awaitCall();
		running().cancel();
		this.halt.release();
		assertStopped(run, ProblemCode.SYNC_CANCELLED);
		Set<String> made = Set
			.copyOf(this.registry.keys.list().stream().map((key) -> key.address().toString()).toList());
		assertThat(made).hasSize(3);
		this.registry.sync();
		assertThat(made).contains(this.registry.identity(Kind.AGENTS, "c").findText("public_key").orElseThrow());
	}

	@Test
	void aPullThatNobodyAnswersEndsAtTheDeadline() {
		this.registry.deadline(Duration.ofMillis(50));
		this.registry.coordinator.beforeAnswer = this.halt::halt;
		assertStopped(start(), ProblemCode.DEADLINE_EXCEEDED);
	}

	@Test
	void aRunThatWaitsForItsTurnLeavesTheQueue() throws Exception {
		this.registry.coordinator.beforeAnswer = this.halt::halt;
		CompletableFuture<SyncReport> first = start();
		this.halt.awaitCall();
		CompletableFuture<SyncReport> waits = start();
		while (this.registry.active.list().size() < 2) {
			Thread.onSpinWait();
		}
		assertThat(running().progress().text()).isEqualTo("waiting");
		this.registry.archive.cancel(running().origin().syncId());
		assertStopped(waits, ProblemCode.SYNC_CANCELLED);
		this.halt.release();
		assertThat(first.join().outcome()).isEqualTo(Outcome.SUCCEEDED);
		assertThat(this.registry.runs(Trigger.API, Outcome.CANCELLED)).isOne();
	}

	@Test
	void whatIsDecidedIsCommitted() throws Exception {
		this.registry.interfereBeforePublish(this.halt::halt);
		CompletableFuture<SyncReport> run = start();
		this.halt.awaitCall();
		RunControl control = running();
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.registry.archive.cancel(control.origin().syncId()))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.SYNC_NOT_RUNNING));
		control.expire(Duration.ofMinutes(10));
		this.halt.release();
		assertThat(run.join().outcome()).isEqualTo(Outcome.SUCCEEDED);
	}

	@Test
	void aPushThatIsStoppedLeavesTheCommitInForce() throws Exception {
		this.registry.service.patch(OperatorEdit.ofEntry(Kind.AGENTS, "a",
				"{\"notes\": \"mine\"}".getBytes(StandardCharsets.UTF_8), new IfMatch(Optional.empty())));
		this.registry.coordinator.push = true;
		this.registry.coordinator.beforeTaking = this.halt::halt;
		CompletableFuture<SyncReport> run = start();
		this.halt.awaitCall();
		assertThat(running().progress().text()).isEqualTo("push");
		this.registry.archive.cancel(running().origin().syncId());
		SyncReport report = run.join();
		assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
		assertThat(report.problems()).extracting(SyncReport.Problem::code).containsExactly("sync_cancelled");
		assertThat(this.registry.find(Kind.AGENTS, "c")).isPresent();
		this.registry.coordinator.beforeTaking = () -> {
		};
		assertThat(this.registry.sync().sources().get(0).pushed()).containsEntry("agents", 3);
	}

	@Test
	void whoeverDiesInsideLeavesNothingLocked() {
		this.registry.coordinator.beforeAnswer = () -> {
			throw new StackOverflowError();
		};
		assertThatExceptionOfType(CompletionException.class).isThrownBy(start()::join)
			.havingCause()
			.isInstanceOf(StackOverflowError.class);
		this.registry.coordinator.beforeAnswer = () -> Thread.currentThread().interrupt();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(start()::join);
		this.registry.coordinator.beforeAnswer = () -> {
		};
		assertThat(this.registry.active.list()).isEmpty();
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.SUCCEEDED);
	}

	@Test
	void aRunThatGoesOnBeyondDeadlineAndGraceIsStuck() throws Exception {
		Duration deadline = Duration.ofMinutes(10);
		this.registry.storeIn(this.halt.at(RegistryStore.class, "find", this.registry.store));
		CompletableFuture<SyncReport> run = start();
		this.halt.awaitCall();
		assertThat(this.registry.active.isStuck(Duration.ZERO)).isFalse();
		assertThat(this.registry.active.isStuck(deadline.negated())).isTrue();
		this.halt.release();
		run.join();
		assertThat(this.registry.active.isStuck(deadline.negated())).isFalse();
	}

}
