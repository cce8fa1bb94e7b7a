package dev.registrysync.sync;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

class PreviewsTest {

	private final Previews previews = new Previews();

	private static PlanLine line(String id, String action, String... members) {
		TreeMap<String, Json> values = new TreeMap<>();
		for (String member : members) {
			values.put("/" + member, new JsonString(action + member));
		}
		return new PlanLine(EntryRef.of(Kind.AGENTS, id), action, () -> values);
	}

	private static PlanLines plan(PlanLine... lines) {
		return new PlanLines(List.of(lines));
	}

	private static PlanLines large(int number) {
		return new PlanLines(
				IntStream.range(0, 20_000).mapToObj((i) -> line("x" + i, "updated", "m" + number)).toList());
	}

	private ProblemException stale(PlanLines approved, PlanLines now) {
		ProblemException[] thrown = new ProblemException[1];
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.previews.requireCurrent(approved.digest(), now))
			.satisfies((ex) -> thrown[0] = ex);
		assertThat(thrown[0].code()).isEqualTo(ProblemCode.STALE_PLAN);
		return thrown[0];
	}

	@Test
	void aPlanIsItselfWhateverTheOrderOfItsLines() {
		PlanLines approved = plan(line("a", "updated", "x"), line("b", "added", "y", "z"));
		PlanLines now = plan(line("b", "added", "z", "y"), line("a", "updated", "x"));
		assertThatNoException().isThrownBy(() -> this.previews.requireCurrent(approved.digest(), now));
	}

	@Test
	void onlyTheMembersThatDifferAreNamed() {
		PlanLines approved = plan(line("a", "updated", "x", "y"), line("b", "updated", "x"));
		this.previews.remember(approved);
		ProblemException ex = stale(approved, plan(line("a", "updated", "x", "z"), line("b", "updated", "x")));
		assertThat(ex.data().get("moved"))
			.isEqualTo(List.of(new MovedEntry("agents", "a", "updated", "updated", List.of("/y", "/z"))));
		assertThat(ex.detail()).endsWith("it differs in agents/a.");
	}

	@Test
	void anEntryOfWhichTwoThingsAreDoneIsNamedOnce() {
		PlanLines approved = plan(line("a", "reverted", "x"), line("a", "updated", "y"));
		this.previews.remember(approved);
		assertThat(stale(approved, plan()).data().get("moved"))
			.isEqualTo(List.of(new MovedEntry("agents", "a", "reverted, updated", null, List.of("/x", "/y"))));
	}

	@Test
	void ofManyEntriesSomeAreNamedAndAllCounted() {
		this.previews.remember(plan());
		ProblemException ex = stale(plan(), large(0));
		assertThat(ex.data()).containsEntry("moved_entries", 20_000);
		assertThat(ex.data().get("moved")).asInstanceOf(LIST).hasSize(100);
		assertThat(ex.detail()).endsWith("it differs in agents/x0 and 19999 more.");
	}

	@Test
	void aPlanThatNobodyWasShownIsRefusedAndThatIsSaid() {
		ProblemException ex = stale(plan(line("a", "added")), plan());
		assertThat(ex.data()).containsOnlyKeys("approved", "plan_digest").containsEntry("plan_digest", plan().digest());
		assertThat(ex.detail()).contains("what moved cannot be told");
		assertThat(ex.remedy()).contains("dry_run");
	}

	@Test
	void onlyTheLatestPlansAreRemembered() {
		PlanLines first = plan(line("first", "added"));
		this.previews.remember(first);
		for (int i = 0; i < 15; i++) {
			this.previews.remember(plan(line("x" + i, "added")));
		}
		assertThat(stale(first, plan()).data()).containsKey("moved");
		this.previews.remember(plan(line("x15", "added")));
		assertThat(stale(first, plan()).data()).doesNotContainKey("moved");
		assertThat(stale(plan(line("x1", "added")), plan()).data()).containsKey("moved");
	}

	@Test
	void largePlansDoNotFillTheMemory() {
		this.previews.remember(large(1));
		this.previews.remember(large(2));
		assertThat(stale(large(1), plan()).data()).doesNotContainKey("moved");
		assertThat(stale(large(2), plan()).data()).containsKey("moved");
	}

}
