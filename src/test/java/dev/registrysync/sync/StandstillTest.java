package dev.registrysync.sync;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.registrysync.coordinator.CoordinatorTestAccess;
import dev.registrysync.identity.Verdict;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.reconcile.ConflictPolicy;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import dev.registrysync.sync.SyncReport.HeadView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class StandstillTest {

	/** Without it nothing is decided. */
	private static final String LOOKS = "History.revision";

	private static final String FOUR = """
			{"a": {"agent_type": "x", "description": "first"}, "b": {"description": "second"}, "c": {}, "d": {}}""";

	private static final EntryRef A = new EntryRef(Kind.AGENTS, new EntryId("a"));

	@TempDir
	private Path data;

	@AutoClose
	private SyncFixture registry;

	private Calls calls;

	@BeforeEach
	void settle() {
		this.registry = new SyncFixture(this.data.resolve("registry"));
		this.registry.coordinator.answer(Kind.AGENTS, FOUR).answer(Kind.TOOLS, "{\"t\": {\"version\": \"1.0.0\"}}");
		this.calls = this.registry.watch();
		this.registry.sync();
		this.registry.sync();
	}

	private boolean walks() {
		return this.calls.during(this.registry::sync).contains(LOOKS);
	}

	private static SyncRequest request(boolean dryRun, @Nullable List<@Nullable String> ids) {
		return new SyncRequest(null, null, dryRun, null, ids, null, null);
	}

	private static void patch(SyncFixture registry, String id, String patch) {
		registry.service.patch(OperatorEdit.ofEntry(Kind.AGENTS, id, patch.getBytes(StandardCharsets.UTF_8),
				new IfMatch(Optional.empty())));
	}

	@Test
	void anIdleRoundRecoversNoSignatureReconcilesNothingAndWritesNothing() {
		SyncReport walked = this.registry.sync();
		String journal = this.registry.journal();
		for (int i = 0; i < 3; i++) {
			List<String> calls = this.calls
				.during(() -> assertThat(tell(this.registry.sync())).isEqualTo(tell(walked)));
			assertThat(calls).isSubsetOf("History.requireWritable", "History.publications", "History.base",
					"History.head", "History.findLastChange", "History.registryId", "RegistryStore.find",
					"RegistryStore.texts");
		}
		assertThat(this.registry.journal()).isEqualTo(journal);
		assertThat(walked.outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(walked.signaturesValidated()).isEqualTo(5);
		assertThat(walked.agentsSynced()).isEqualTo(4);
	}

	@Test
	void whatCannotBeValidIsStillSaid() {
		this.registry.coordinator.answer(Kind.AGENTS, FOUR.replace("\"c\": {}",
				"\"c\": {}, \"e\": {\"identity\": {\"public_key\": \"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed\"}}"));
		this.registry.sync();
		SyncReport walked = this.registry.sync();
		assertThat(walks()).isFalse();
		SyncReport again = this.registry.sync();
		assertThat(again.signaturesInvalid()).isEqualTo(1);
		assertThat(again.errors()).isEqualTo(walked.errors()).singleElement().asString().contains("UNKNOWN_KEY");
	}

	@Test
	void whatARollbackHoldsBackDoesNotKeepItAwakeAndLetsGoWhenTheSourceMoves() {
		this.registry.coordinator.answer(Kind.AGENTS, FOUR.replace("\"c\": {}", "\"c\": {}, \"e\": {}"));
		this.registry.sync();
		long present = this.registry.history.revision().number();
		this.registry.rollback(present - 1);
		assertThat(this.registry.find(Kind.AGENTS, "e")).isEmpty();
		SyncReport walked = this.registry.sync();
		assertThat(walked.changes().agents()).containsEntry("withdrawn", 1);
		assertThat(walks()).isFalse();
		assertThat(tell(this.registry.sync())).isEqualTo(tell(walked));
		this.registry.coordinator.answer(Kind.AGENTS,
				FOUR.replace("\"c\": {}", "\"c\": {}, \"e\": {\"description\": \"new\"}"));
		assertThat(walks()).isTrue();
		assertThat(this.registry.find(Kind.AGENTS, "e")).isPresent();
	}

	@Test
	void anAgentThatIsGoneForGoodDoesNotKeepItAwake() {
		this.registry.coordinator.answer(Kind.AGENTS, FOUR.replace(", \"d\": {}", ""));
		for (int i = 0; i < 4; i++) {
			assertThat(walks()).as("while the grace runs, round %d", i).isTrue();
			this.registry.clock.advance(Duration.ofMinutes(4));
		}
		assertThat(this.registry.entry(Kind.AGENTS, "d").findText("status")).contains("inactive");
		assertThat(walks()).isTrue();
		assertThat(walks()).isFalse();
		this.registry.clock.advance(Duration.ofHours(-1));
		assertThat(walks()).as("the clock was put back").isTrue();
	}

	static Stream<Arguments> reasons() {
		return Stream.of(
				reason("the source changed", (registry) -> registry.coordinator.answer(Kind.AGENTS, "{\"a\": {}}")),
				reason("the answer is spelt otherwise", (registry) -> registry.coordinator.neverTheSame = true),
				reason("the source offers a kind more or less",
						(registry) -> registry.coordinator.answer(Kind.TOOLS, "{\"u\": {}}")),
				reason("an entry is malformed",
						(registry) -> registry.coordinator.answer(Kind.AGENTS, FOUR, Map.of("e", "not an object"))),
				reason("the file was edited", (registry) -> registry.replace(Kind.AGENTS, "first", "edited")),
				reason("the file was touched", (registry) -> registry.replace(Kind.AGENTS, "\n}", "\n} ")),
				reason("an edit waits", (registry) -> {
					registry.replace(Kind.AGENTS, "first", "edited");
					registry.sync();
					registry.sync();
				}), reason("an operator edited", (registry) -> patch(registry, "a", "{\"notes\": \"x\"}")),
				reason("a key was revoked",
						(registry) -> registry.service.revoke(A, new RevokeRequest(null, 1L, null, null, "a test"))),
				reason("a key was rotated", (registry) -> registry.service.rotate(A, true)),
				reason("a key was made",
						(registry) -> registry.keys.ensure(List.of(new EntryRef(Kind.AGENTS, new EntryId("n"))))),
				reason("a guard waits", (registry) -> {
					registry.coordinator.answer(Kind.AGENTS, "{}");
					registry.sync();
					registry.sync();
				}), reason("a conflict waits", (registry) -> {
					registry.conflicts(ConflictPolicy.MANUAL);
					registry.sync();
					registry.replace(Kind.AGENTS, "first", "ours");
					registry.service.handleEdit(A, ExternalChanges.ACCEPT);
					registry.coordinator.answer(Kind.AGENTS, FOUR.replace("first", "theirs"));
					registry.sync();
					registry.sync();
				}), reason("a push waits", (registry) -> {
					startToPush(registry);
					registry.coordinator.answerNextPatch(() -> {
						throw CoordinatorTestAccess.badAnswer(500);
					});
					registry.sync();
				}));
	}

	private static void startToPush(SyncFixture registry) {
		registry.coordinator.push = true;
		registry.pullFrom(registry.coordinator);
	}

	private static Arguments reason(String why, Consumer<SyncFixture> happens) {
		return Arguments.of(why, happens);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("reasons")
	void itLooksAgainAsSoonAs(String why, Consumer<SyncFixture> happens) {
		assertThat(walks()).isFalse();
		happens.accept(this.registry);
		assertThat(walks()).as(why).isTrue();
	}

	@Test
	void aRunThatAsksForSomethingElseLooksItself() {
		for (SyncRequest request : List.of(request(true, null), request(false, List.of("a")),
				new SyncRequest(false, null, null, null, null, null, null),
				new SyncRequest(null, false, null, null, null, null, null),
				new SyncRequest(null, null, null, List.of("agents"), null, null, null),
				new SyncRequest(null, null, null, null, null, null, this.registry.dryRun().planDigest()))) {
			List<String> calls = this.calls.during(() -> this.registry.service.sync(request, Trigger.API));
			assertThat(calls).as(request.toString()).contains(LOOKS);
			assertThat(walks()).as("after " + request).isFalse();
		}
	}

	@Test
	void whereNothingIsLeftToPushItSaysSo() {
		startToPush(this.registry);
		this.registry.sync();
		this.registry.sync();
		SyncReport walked = this.registry.sync();
		assertThat(walks()).isFalse();
		assertThat(tell(this.registry.sync())).isEqualTo(tell(walked)).contains("pushed={agents=0, tools=0}");
	}

	/**
	 * Two services to which the same happens. The source of one spells each answer
	 * otherwise, so that it always has to look.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void noReportTellsWhetherItLooked(long seed) {
		SyncFixture looking = new SyncFixture(this.data.resolve("looking"));
		SyncFixture resting = new SyncFixture(this.data.resolve("resting"));
		looking.coordinator.neverTheSame = true;
		List.of(looking, resting).forEach((registry) -> {
			registry.coordinator.push = seed % 2 == 0;
			registry.coordinator.answer(Kind.AGENTS, FOUR).answer(Kind.TOOLS, "{\"t\": {}}");
			registry.sync();
		});
		Calls rests = resting.watch();
		looking.watch();
		Random random = new Random(seed);
		int rested = 0;
		for (int round = 0; round < 30; round++) {
			Consumer<SyncFixture> event = event(random);
			event.accept(looking);
			event.accept(resting);
			for (int i = random.nextInt(4); i > 0; i--) {
				StringBuilder told = new StringBuilder();
				boolean looked = rests.during(() -> told.append(outcome(resting))).contains(LOOKS);
				rested += looked ? 0 : 1;
				assertThat(told).hasToString(outcome(looking));
			}
			assertThat(resting.journal().lines().count()).isEqualTo(looking.journal().lines().count());
		}
		assertThat(rested).isGreaterThan(3);
		assertThat(verdicts(resting)).isEqualTo(verdicts(looking));
	}

	private static Consumer<SyncFixture> event(Random random) {
		int number = random.nextInt(3);
		String id = List.of("a", "b", "c", "d").get(random.nextInt(4));
		return switch (random.nextInt(14)) {
			case 0 -> (registry) -> registry.coordinator.answer(Kind.AGENTS, FOUR.replace("first", "first" + number));
			case 1 -> (registry) -> registry.coordinator.answer(Kind.AGENTS, FOUR.replace(", \"d\": {}", ""));
			case 2 -> (registry) -> registry.coordinator.answer(Kind.AGENTS, (number == 0) ? "{}" : FOUR);
			case 3 -> (registry) -> registry.coordinator.answer(Kind.AGENTS, FOUR, Map.of("b", "not an object"));
			case 4 -> (registry) -> registry.coordinator.fail(CoordinatorTestAccess.badAnswer(500));
			case 5 -> (registry) -> attempt(() -> registry.replace(Kind.AGENTS, "second", "by hand"));
			case 6 -> (registry) -> attempt(() -> registry.replace(Kind.AGENTS, "by hand", "second"));
			case 7 -> (registry) -> attempt(() -> patch(registry, id, "{\"notes\": \"%d\"}".formatted(number)));
			case 8 -> (registry) -> attempt(() -> registry.service.revoke(new EntryRef(Kind.AGENTS, new EntryId(id)),
					new RevokeRequest(null, 1L, null, null, "a test")));
			case 9 ->
				(registry) -> attempt(() -> registry.service.rotate(new EntryRef(Kind.AGENTS, new EntryId(id)), true));
			case 10 ->
				(registry) -> attempt(() -> registry.service.sync(request(number == 0, List.of(id)), Trigger.API));
			case 11 -> (registry) -> registry.coordinator.answer(Kind.AGENTS, FOUR);
			default -> (registry) -> registry.clock.advance(Duration.ofMinutes(4L * number));
		};
	}

	/**
	 * What cannot be done now is not done in either service.
	 */
	private static void attempt(Runnable event) {
		try {
			event.run();
		}
		catch (ProblemException | IllegalArgumentException ex) {
			assertThat(ex).hasMessageNotContaining("NullPointer");
		}
	}

	private static String outcome(SyncFixture registry) {
		try {
			return tell(registry.sync());
		}
		catch (ProblemException ex) {
			return ex.code() + " " + ex.detail();
		}
	}

	/**
	 * All of a report but for the names of the run and the registry, what is signed by
	 * them, the keys and the time.
	 */
	private static String tell(SyncReport report) {
		return new SyncReport("", new UUID(0, 0), report.outcome(), report.revision(),
				new HeadView(report.revision(), ""), report.agentsSynced(), report.toolsSynced(), report.keysUpdated(),
				report.signaturesValidated(), report.signaturesInvalid(), report.validation(), report.errors(),
				report.problems(), report.notices(), report.changes(), report.conflicts(), report.drift(),
				report.outOfSync(), report.held(), report.planDigest(), report.dryRun(), Instant.EPOCH, 0,
				report.sources())
			.toString()
			.replaceAll("0x[0-9a-fA-F]{40}", "address");
	}

	private static List<Verdict> verdicts(SyncFixture registry) {
		return registry.verdicts().stream().map((verdict) -> verdict.verdict()).toList();
	}

}
