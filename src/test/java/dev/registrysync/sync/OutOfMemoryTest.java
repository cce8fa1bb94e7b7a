package dev.registrysync.sync;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import dev.registrysync.coordinator.CoordinatorClient;
import dev.registrysync.history.History;
import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.Verdict;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;
import dev.registrysync.store.RegistryStore;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Runs for which the heap is too small, wherever they notice.
 */
@ExtendWith(OutputCaptureExtension.class)
class OutOfMemoryTest {

	@TempDir
	private Path data;

	@AutoClose
	private SyncFixture registry;

	private final Exhaustion exhaustion = new Exhaustion();

	@BeforeEach
	void open() {
		this.registry = new SyncFixture(this.data);
		this.registry.coordinator.answer(Kind.AGENTS, "{\"a\": {\"agent_type\": \"x\"}}");
		this.registry.sync();
		this.registry.coordinator.answer(Kind.AGENTS,
				"{\"a\": {\"agent_type\": \"y\"}, \"b\": {\"agent_type\": \"x\"}}");
	}

	private void assertFails() {
		this.exhaustion.arm();
		assertThatExceptionOfType(ProblemException.class).isThrownBy(this.registry::sync).satisfies((ex) -> {
			assertThat(ex.code()).isEqualTo(ProblemCode.OUT_OF_MEMORY);
			assertThat(ex.remedy()).contains("-Xmx");
			assertThat(ex.data()).containsEntry("max_heap_bytes", Runtime.getRuntime().maxMemory());
		});
		assertThat(this.registry.active.list()).isEmpty();
	}

	private RunView newest() {
		return this.registry.archive.page(null, 1, null, null).syncs().get(0);
	}

	private void assertEverythingIsThereAndValid() {
		assertThat(this.registry.text(Kind.AGENTS)).contains("\"y\"", "\"b\"");
		assertThat(this.registry.verdicts()).hasSize(2).extracting(EntryVerdict::verdict).containsOnly(Verdict.VALID);
		assertThat(this.registry.history.revision().number()).isEqualTo(2);
		this.registry.restart();
		assertThat(this.registry.history.isIntact()).isTrue();
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
	}

	static Stream<Arguments> beforeTheCommit() {
		Map<String, BiConsumer<SyncFixture, Exhaustion>> places = Map.of("pull",
				(registry, no) -> registry.pullFrom(no.before(CoordinatorClient.class, "pull", registry.coordinator)),
				"one of two pulls",
				(registry, no) -> registry.pullFrom(registry.coordinator,
						no.before(CoordinatorClient.class, "pull", other())),
				"read", (registry, no) -> registry.storeIn(no.before(RegistryStore.class, "find", registry.store)),
				"reconcile", (registry, no) -> registry.remember(no.before(History.class, "edited", registry.history)),
				"identities",
				(registry, no) -> registry.signWith(no.before(Secp256k1.class, "generate", Secp256k1.bouncyCastle())),
				"validate",
				(registry, no) -> registry.signWith(no.before(Secp256k1.class, "recover", Secp256k1.bouncyCastle())),
				"look at the files",
				(registry, no) -> registry.storeIn(no.after(RegistryStore.class, "isStill", registry.store)), "commit",
				(registry, no) -> registry.remember(no.before(History.class, "commit", registry.history)));
		return places.entrySet().stream().map((place) -> Arguments.of(place.getKey(), place.getValue()));
	}

	private static FakeCoordinator other() {
		FakeCoordinator other = new FakeCoordinator("other");
		other.answer(Kind.AGENTS, "{\"b\": {\"agent_type\": \"x\"}}");
		return other;
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("beforeTheCommit")
	void aRunThatFindsNoMemoryChangesNothingAndIsTold(String place, BiConsumer<SyncFixture, Exhaustion> put) {
		String file = this.registry.text(Kind.AGENTS);
		put.accept(this.registry, this.exhaustion);
		assertFails();
		assertThat(this.registry.text(Kind.AGENTS)).isEqualTo(file);
		assertThat(this.registry.history.revision().number()).isEqualTo(1);
		assertThat(newest().outcome()).isEqualTo(Outcome.FAILED);
		assertThat(newest().problems()).containsEntry("out_of_memory", 1);
		assertThat(this.registry.runs(Trigger.API, Outcome.FAILED)).isOne();
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.SUCCEEDED);
		assertEverythingIsThereAndValid();
	}

	static Stream<Arguments> afterTheCommit() {
		Map<String, BiConsumer<SyncFixture, Exhaustion>> places = Map.of("committed",
				(registry, no) -> registry.remember(no.after(History.class, "commit", registry.history)), "publishing",
				(registry, no) -> registry.interfereBeforePublish(no::strike), "published",
				(registry, no) -> registry.storeIn(no.after(RegistryStore.class, "publish", registry.store)));
		return places.entrySet().stream().map((place) -> Arguments.of(place.getKey(), place.getValue()));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("afterTheCommit")
	void aRunThatFindsNoMemoryAfterItsCommitIsPartial(String place, BiConsumer<SyncFixture, Exhaustion> put,
			CapturedOutput output) {
		put.accept(this.registry, this.exhaustion);
		assertFails();
		assertThat(newest().outcome()).isEqualTo(Outcome.PARTIAL);
		assertThat(newest().revision()).isEqualTo(2);
		assertThat(newest().problems()).containsEntry("out_of_memory", 1);
		assertThat(this.registry.runs(Trigger.API, Outcome.PARTIAL)).isOne();
		assertThat(output).contains("PARTIAL, what this run had committed by then stays")
			.doesNotContain("nothing was changed");
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertEverythingIsThereAndValid();
	}

	@Test
	void aPushThatFindsNoMemoryLeavesTheCommitInForce() {
		this.registry.sync();
		this.registry.service.patch(OperatorEdit.ofEntry(Kind.AGENTS, "a",
				"{\"notes\": \"mine\"}".getBytes(StandardCharsets.UTF_8), new IfMatch(Optional.empty())));
		this.registry.coordinator.push = true;
		this.registry.coordinator.beforeTaking = this.exhaustion::strike;
		this.exhaustion.arm();
		SyncReport report = this.registry.sync();
		assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
		assertThat(report.problems()).extracting(SyncReport.Problem::code).containsExactly("out_of_memory");
		assertThat(newest().outcome()).isEqualTo(Outcome.PARTIAL);
		assertThat(this.registry.entry(Kind.AGENTS, "a").findText("notes")).hasValue("mine");
		this.registry.sync();
		assertThat(this.registry.coordinator.shows(Kind.AGENTS, "a").findText("notes")).hasValue("mine");
	}

}
