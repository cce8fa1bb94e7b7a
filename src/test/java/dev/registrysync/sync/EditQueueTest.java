package dev.registrysync.sync;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import dev.registrysync.history.History;
import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.identity.Verdict;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import dev.registrysync.store.RegistryStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EditQueueTest {

	private static final int CALLERS = 8;

	@TempDir
	private Path data;

	@AutoClose
	private SyncFixture registry;

	private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS + 1);

	@BeforeEach
	void syncOnce() {
		this.registry = new SyncFixture(this.data);
		this.registry.coordinator.answer(Kind.AGENTS,
				"{\"a\": {\"agent_type\": \"x\"}, \"b\": {\"agent_type\": \"y\"}}");
		this.registry.sync();
	}

	@AfterEach
	void stop() {
		this.callers.shutdownNow();
	}

	private EditResult patch(String id, String patch, IfMatch condition) {
		return this.registry.service
			.patch(OperatorEdit.ofEntry(Kind.AGENTS, id, patch.getBytes(StandardCharsets.UTF_8), condition));
	}

	private EditResult patch(String id, String patch) {
		return patch(id, patch, new IfMatch(Optional.empty()));
	}

	/**
	 * Starts edits that arrive while another one is being committed.
	 */
	private List<CompletableFuture<EditResult>> together(IntStream numbers) throws Exception {
		Halt halt = new Halt();
		this.registry.storeIn(halt.at(RegistryStore.class, "publish", this.registry.store));
		halt.arm();
		CompletableFuture<EditResult> first = CompletableFuture.supplyAsync(() -> patch("b", "{\"notes\": \"first\"}"),
				this.callers);
		halt.awaitCall();
		List<CompletableFuture<EditResult>> edits = numbers
			.mapToObj((number) -> CompletableFuture.supplyAsync(() -> edit(number), this.callers))
			.toList();
		while (this.registry.active.list().size() < edits.size() + 1) {
			Thread.onSpinWait();
		}
		halt.release();
		first.join();
		return edits;
	}

	private EditResult edit(int number) {
		return (number < 0) ? patch("a", "{\"type\": \"not ours\"}") : patch("a", "{\"n%d\": %1$d}".formatted(number));
	}

	@Test
	void editsThatArriveTogetherAreRevisionsOfTheirOwn() throws Exception {
		AtomicInteger transactions = new AtomicInteger();
		this.registry.remember(
				Exhaustion.in(History.class, "together", this.registry.history, transactions::incrementAndGet, () -> {
				}));
		List<CompletableFuture<EditResult>> edits = together(IntStream.range(0, CALLERS));
		List<Long> revisions = new ArrayList<>();
		edits.forEach((edit) -> revisions.add(edit.join().revision().number()));
		assertThat(revisions).containsExactlyInAnyOrderElementsOf(LongStream.range(3, 3 + CALLERS).boxed().toList());
		assertThat(transactions.get()).isLessThan(2 * CALLERS);
		IntStream.range(0, CALLERS)
			.forEach((number) -> assertThat(this.registry.entry(Kind.AGENTS, "a").find("n" + number)).isPresent());
		assertThat(this.registry.verdicts()).extracting(EntryVerdict::verdict).containsOnly(Verdict.VALID);
		assertThat(this.registry.runs(Trigger.PATCH, Outcome.SUCCEEDED)).isEqualTo(CALLERS + 1);
		this.registry.restart();
		assertThat(this.registry.history.isIntact()).isTrue();
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
	}

	@Test
	void aRefusedEditDoesNotFailItsNeighbours() throws Exception {
		List<CompletableFuture<EditResult>> edits = together(IntStream.of(1, -1, 2));
		assertThat(edits.get(0).join().changed()).containsExactly("a");
		assertThatExceptionOfType(CompletionException.class).isThrownBy(edits.get(1)::join)
			.havingCause()
			.isInstanceOfSatisfying(ProblemException.class,
					(ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.MEMBERS_NOT_YOURS));
		assertThat(edits.get(2).join().changed()).containsExactly("a");
		assertThat(this.registry.history.revision().number()).isEqualTo(4);
	}

	@Test
	void anEditSeesTheOnesBeforeIt() {
		EditResult first = patch("a", "{\"notes\": \"1\"}");
		HttpHeaders headers = new HttpHeaders();
		headers.setIfMatch(EntryTag.of(first.revision(),
				first.document().findText(EntryRef.of(Kind.AGENTS, "a").id()).orElseThrow()));
		IfMatch tag = IfMatch.of(headers);
		assertThat(patch("a", "{\"notes\": \"2\"}", tag).revision().number()).isEqualTo(3);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> patch("a", "{\"notes\": \"3\"}", tag))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.PRECONDITION_FAILED));
	}

	@Test
	void aFileThatMayLagIsWrittenByTheNextRun() {
		this.registry.maxLag(Duration.ofDays(1));
		String before = this.registry.text(Kind.AGENTS);
		patch("a", "{\"notes\": \"mine\"}");
		patch("b", "{\"notes\": \"yours\"}");
		assertThat(this.registry.text(Kind.AGENTS)).isEqualTo(before);
		assertThat(this.registry.ports.requireShown(EntryRef.of(Kind.AGENTS, "a")).members().findText("notes"))
			.hasValue("mine");
		assertThat(this.registry.verdicts()).extracting(EntryVerdict::verdict).containsOnly(Verdict.VALID);
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(this.registry.text(Kind.AGENTS)).contains("mine", "yours");
		assertThat(this.registry.history.revision().number()).isEqualTo(3);
	}

	@Test
	void aFileThatMayLagIsWrittenWhenTheServiceStops() {
		this.registry.maxLag(Duration.ofDays(1));
		patch("a", "{\"notes\": \"mine\"}");
		this.registry.service.close();
		assertThat(this.registry.text(Kind.AGENTS)).contains("mine");
	}

	@Test
	void aFileThatMayLagIsWrittenAtTheNextStartAndKeepsWhatOthersWroteMeanwhile() {
		this.registry.maxLag(Duration.ofDays(1));
		patch("a", "{\"notes\": \"mine\"}");
		this.registry.replace(Kind.AGENTS, "\"type\": \"y\"", "\"type\": \"theirs\"");
		this.registry.restart();
		assertThat(this.registry.text(Kind.AGENTS)).contains("mine", "theirs");
		assertThat(this.registry.sync().drift()).hasSize(1);
		assertThat(this.registry.verdict(Kind.AGENTS, "a").verdict()).isEqualTo(Verdict.VALID);
		assertThat(this.registry.verdict(Kind.AGENTS, "b").verdict()).isEqualTo(Verdict.INVALID_CONTENT);
	}

}
