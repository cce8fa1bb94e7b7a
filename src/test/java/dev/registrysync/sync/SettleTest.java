package dev.registrysync.sync;

import java.nio.file.Path;
import java.util.List;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.reconcile.ConflictPolicy;
import dev.registrysync.reconcile.Settlement;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;
import dev.registrysync.sync.SyncReport.ConflictView;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Conflicts under the policy manual: they wait, and one call settles one of them.
 */
class SettleTest {

	private static final String RUNTIME = """
			{"a": {"description": "first", "note": "first"}, "b": {"description": "first"}}""";

	@TempDir
	private Path data;

	@AutoClose
	private SyncFixture registry;

	@BeforeEach
	void bothSidesChangeTwoMembersOfOneEntry() {
		this.registry = new SyncFixture(this.data);
		this.registry.conflicts(ConflictPolicy.MANUAL);
		this.registry.coordinator.answer(Kind.AGENTS, RUNTIME);
		this.registry.sync();
		this.registry.replace(Kind.AGENTS, "\"first\"", "\"edited\"");
		this.registry.coordinator.answer(Kind.AGENTS, RUNTIME.replace("first", "second"));
	}

	private SyncReport settle(String id, String member, ConflictPolicy winner) {
		return this.registry.service
			.settle(new Settlement(EntryRef.of(Kind.AGENTS, id), JsonPointer.parse(member), winner));
	}

	private List<String> waiting() {
		return this.registry.sync()
			.conflicts()
			.stream()
			.map((conflict) -> conflict.id() + conflict.member() + " " + conflict.winner())
			.toList();
	}

	private void assertFails(ProblemCode code, String id, String member) {
		String before = this.registry.text(Kind.AGENTS);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> settle(id, member, ConflictPolicy.RUNTIME))
			.satisfies((ex) -> {
				assertThat(ex.code()).isEqualTo(code);
				assertThat(ex.data()).containsEntry("kind", "agents").containsEntry("id", id);
			});
		assertThat(this.registry.text(Kind.AGENTS)).isEqualTo(before);
	}

	@Test
	void conflictsWaitAndBlockNothing() {
		assertThat(waiting()).containsExactly("a/description manual", "a/note manual", "b/description manual");
		SyncReport again = this.registry.sync();
		assertThat(again.outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(again.changes().agents()).containsEntry("conflicted", 2);
	}

	@Test
	void theRuntimeValueIsTakenAndTheOthersGoOnWaiting() {
		SyncReport report = settle("a", "/description", ConflictPolicy.RUNTIME);
		assertThat(report.outcome()).isEqualTo(Outcome.SUCCEEDED);
		assertThat(report.conflicts()).contains(new ConflictView("agents", "a", "/description", new JsonString("first"),
				new JsonString("second"), new JsonString("edited"), "runtime"));
		assertThat(this.registry.entry(Kind.AGENTS, "a").findText("description")).contains("second");
		assertThat(this.registry.entry(Kind.AGENTS, "b").findText("description")).contains("edited");
		assertThat(waiting()).containsExactly("a/note manual", "b/description manual");
	}

	@Test
	void thePersistentValueStaysUntilTheRuntimeSaysSomethingNew() {
		long revision = this.registry.history.revision().number();
		SyncReport report = settle("a", "/description", ConflictPolicy.PERSISTENT);
		assertThat(report.revision()).isEqualTo(revision);
		assertThat(this.registry.entry(Kind.AGENTS, "a").findText("description")).contains("edited");
		assertThat(waiting()).containsExactly("a/note manual", "b/description manual");
		this.registry.restart();
		assertThat(waiting()).containsExactly("a/note manual", "b/description manual");
		this.registry.coordinator.answer(Kind.AGENTS, RUNTIME.replace("first", "third"));
		assertThat(waiting()).contains("a/description manual");
	}

	@Test
	void whereNothingWaitsThereIsNothingToSettle() {
		assertFails(ProblemCode.NO_SUCH_CONFLICT, "a", "/status");
		assertFails(ProblemCode.NO_SUCH_CONFLICT, "a", "/description/deeper");
		assertFails(ProblemCode.ENTRY_NOT_FOUND, "nobody", "/description");
		settle("a", "/description", ConflictPolicy.PERSISTENT);
		assertFails(ProblemCode.NO_SUCH_CONFLICT, "a", "/description");
		this.registry.coordinator.answer(Kind.AGENTS, "{\"b\": {}}");
		assertFails(ProblemCode.NO_SUCH_CONFLICT, "a", "/note");
	}

	@Test
	void aConflictThatAPolicyDecidesIsNotSettledByHand() {
		this.registry.conflicts(ConflictPolicy.PERSISTENT);
		assertFails(ProblemCode.NO_SUCH_CONFLICT, "a", "/description");
	}

	@Test
	void aSettlementIsForOneRunOnly() {
		settle("a", "/description", ConflictPolicy.RUNTIME);
		this.registry.replace(Kind.AGENTS, "\"second\"", "\"again\"");
		this.registry.coordinator.answer(Kind.AGENTS, RUNTIME.replace("first", "third"));
		assertThat(waiting()).contains("a/description manual");
		assertThat(this.registry.entry(Kind.AGENTS, "a").findText("description")).contains("again");
	}

}
