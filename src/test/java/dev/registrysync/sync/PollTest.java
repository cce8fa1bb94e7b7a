package dev.registrysync.sync;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import dev.registrysync.coordinator.CoordinatorTestAccess;
import dev.registrysync.keys.LogCapture;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Runs with one source each, as continuous sync makes them.
 */
class PollTest {

	@TempDir
	private Path data;

	@AutoClose
	private SyncFixture registry;

	private final FakeCoordinator east = new FakeCoordinator("east");

	private final FakeCoordinator west = new FakeCoordinator("west");

	@BeforeEach
	void open() {
		this.registry = new SyncFixture(this.data);
		this.east.answer(Kind.AGENTS, "{\"a\": {\"notice\": \"1\"}, \"both\": {\"notice\": \"east\"}}");
		this.west.answer(Kind.AGENTS, "{\"b\": {\"notice\": \"1\"}, \"both\": {\"notice\": \"west\"}}");
		this.registry.pullFrom(this.east, this.west);
	}

	private SyncReport poll(String source) {
		return this.registry.service.poll(source, false);
	}

	private String notice(String id) {
		return this.registry.entry(Kind.AGENTS, id).findText("notice").orElseThrow();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void aSourceThatHangsDelaysNeitherTheOthersNorAnEdit() {
		CountDownLatch hangs = new CountDownLatch(1);
		CountDownLatch goesOn = new CountDownLatch(1);
		this.east.beforeAnswer = () -> {
			hangs.countDown();
			await(goesOn);
		};
		CompletableFuture<SyncReport> slow = CompletableFuture.supplyAsync(() -> poll("east"));
		await(hangs);
		assertThat(poll("west").outcome()).isEqualTo(Outcome.SUCCEEDED);
		assertThat(this.registry.service.ensureKeys(KeysRequest.DEFAULTS).errors()).isEmpty();
		goesOn.countDown();
		assertThat(slow.join().changes().agents()).containsEntry("added", 1);
		assertThat(notice("b")).isEqualTo("1");
	}

	@Test
	void anAnswerThatComesLateDoesNotUndoALaterOne() {
		CountDownLatch answered = new CountDownLatch(1);
		CountDownLatch goesOn = new CountDownLatch(1);
		this.east.beforeGiving = () -> {
			answered.countDown();
			await(goesOn);
		};
		CompletableFuture<SyncReport> old = CompletableFuture.supplyAsync(this.registry::sync);
		await(answered);
		this.east.beforeGiving = () -> {
		};
		this.east.answer(Kind.AGENTS, "{\"a\": {\"notice\": \"2\"}, \"both\": {\"notice\": \"east\"}}");
		poll("east");
		assertThat(notice("a")).isEqualTo("2");
		goesOn.countDown();
		assertThat(old.join().outcome()).isEqualTo(Outcome.SUCCEEDED);
		assertThat(notice("a")).isEqualTo("2");
		assertThat(notice("b")).as("of the other source it was the latest").isEqualTo("1");
	}

	@Test
	void anEntryThatAnotherSourceOfferedLastIsNotMissing() {
		this.registry.sync();
		this.east.answer(Kind.AGENTS, "{\"a\": {\"notice\": \"1\"}}");
		assertThat(poll("east").changes().agents()).containsEntry("missing", 0);
		assertThat(this.registry.entry(Kind.AGENTS, "both").findText("status")).contains("active");
		for (int i = 0; i < 4; i++) {
			this.registry.clock.advance(Duration.ofMinutes(4));
			poll("east");
			poll("west");
		}
		assertThat(notice("both")).isEqualTo("west");
	}

	@Test
	void eachSourceStandsStillByItself() {
		this.registry.sync();
		poll("east");
		poll("west");
		Calls calls = this.registry.watch();
		for (int i = 0; i < 2; i++) {
			poll("west");
			poll("east");
		}
		assertThat(calls.during(() -> poll("east"))).doesNotContain("History.revision");
		assertThat(calls.during(() -> poll("west"))).doesNotContain("History.revision");
	}

	@Test
	void aThousandQuietRoundsLogNothingAboveDebug() {
		this.registry.sync();
		poll("east");
		long journal = this.registry.journal().length();
		try (LogCapture log = new LogCapture()) {
			for (int i = 0; i < 500; i++) {
				poll("east");
				poll("west");
			}
			assertThat(log.lines()).noneMatch((line) -> line.matches("(INFO|WARN|ERROR).*"));
		}
		assertThat(this.registry.journal()).hasSize((int) journal);
	}

	@Test
	void aSourceThatStaysAwayIsRecordedOnceAndSaidByNobodyHere() {
		this.registry.sync();
		this.east.fail(CoordinatorTestAccess.badAnswer(500));
		try (LogCapture log = new LogCapture()) {
			for (int i = 0; i < 20; i++) {
				assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> poll("east"));
			}
			assertThat(log.lines()).noneMatch((line) -> line.matches("(INFO|WARN|ERROR).*"));
		}
		assertThat(this.registry.history.runs()
			.page(OptionalLong.empty(), 100, Optional.of("FAILED"), Optional.empty())
			.views()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, -1 })
	void aClockThatJumpsAnHourChangesNothing(int hours) {
		this.registry.sync();
		poll("east");
		this.registry.clock.advance(Duration.ofHours(hours));
		assertThat(poll("east").outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(this.registry.service.sources()).allSatisfy((source) -> {
			assertThat(source.consecutiveFailures()).isZero();
			assertThat(source.lagSeconds()).isNotNegative();
		});
	}

	@Test
	void onlyAFullPassForgetsWhatTheSourceSaidOfItsAnswers() {
		poll("east");
		assertThat(this.east.fullPulls).isZero();
		this.registry.service.poll("east", true);
		assertThat(this.east.fullPulls).isEqualTo(1);
		assertThat(this.west.fullPulls).isZero();
	}

	/**
	 * Lost: the source changes and nobody asks. Doubled: it is asked again at once.
	 * Reordered: it is asked, and before the answer is decided upon another run asks and
	 * decides.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void lostDoubledAndReorderedTriggersEndLikeOneFullSync(long seed) {
		Random random = new Random(seed);
		Map<String, Map<String, Integer>> model = Map.of("east", new LinkedHashMap<>(), "west", new LinkedHashMap<>());
		for (int step = 0; step < 40; step++) {
			FakeCoordinator source = random.nextBoolean() ? this.east : this.west;
			Map<String, Integer> entries = model.get(source.name());
			entries.put("agent-" + random.nextInt(6), step);
			source.answer(Kind.AGENTS, json(entries));
			switch (random.nextInt(4)) {
				case 0 -> poll(source.name());
				case 1 -> {
					this.registry.sync();
					poll(source.name());
				}
				case 2 -> overtaken(source, random.nextBoolean(), () -> {
					entries.put("agent-" + random.nextInt(6), random.nextInt());
					source.answer(Kind.AGENTS, json(entries));
				});
				default -> assertThat(source.pulls).isNotNegative();
			}
		}
		poll("west");
		poll("east");
		Map<String, Integer> expected = new LinkedHashMap<>(model.get("west"));
		expected.putAll(model.get("east"));
		expected.forEach((id, value) -> assertThat(notice(id)).isEqualTo(value.toString()));
		assertThat(this.registry.sync().outcome()).as("one full sync has nothing to add").isEqualTo(Outcome.NO_CHANGE);
	}

	private void overtaken(FakeCoordinator source, boolean byAll, Runnable change) {
		CountDownLatch answered = new CountDownLatch(1);
		CountDownLatch goesOn = new CountDownLatch(1);
		source.beforeGiving = () -> {
			answered.countDown();
			await(goesOn);
		};
		CompletableFuture<SyncReport> old = CompletableFuture.supplyAsync(() -> poll(source.name()));
		await(answered);
		source.beforeGiving = () -> {
		};
		change.run();
		if (byAll) {
			this.registry.sync();
		}
		else {
			poll(source.name());
		}
		goesOn.countDown();
		old.join();
	}

	private static String json(Map<String, Integer> entries) {
		StringBuilder json = new StringBuilder("{");
		entries.forEach((id, value) -> json.append((json.length() > 1) ? "," : "")
			.append("\"%s\": {\"notice\": \"%d\"}".formatted(id, value)));
		return json.append("}").toString();
	}

}
