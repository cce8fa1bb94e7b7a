package dev.registrysync.reconcile;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Entries that a rollback took out of the registry, and what a pull means for them.
 */
class WithdrawnTest {

	private static final String THEN = "{\"a\": {\"d\": 1, \"registered_at\": 1.0}}";

	private final ReconcileFixture fixture = new ReconcileFixture(Instant.parse("2026-11-22T12:00:00Z"));

	@BeforeEach
	void withdraw() {
		this.fixture.withdrawn = Map.of(new EntryId("a"), Optional.empty());
	}

	private Plan plan(String base, String runtime) {
		return this.fixture.plan(Kind.AGENTS, base, runtime, "{}");
	}

	private static void assertHeldBack(Plan plan, String base) {
		assertThat(plan.changes()).singleElement().satisfies((change) -> {
			assertThat(change.action()).isEqualTo(Action.WITHDRAWN);
			assertThat(change.after()).isEmpty();
		});
		assertThat(plan.agreed()).isZero();
		assertThat(plan.nextBase().sameEntries(ReconcileFixture.table(base))).isTrue();
	}

	@Test
	void staysOutWhileTheRuntimeSaysTheSame() {
		assertHeldBack(plan(THEN, THEN), THEN);
	}

	@Test
	void staysOutWhenTheCoordinatorRestarts() {
		assertHeldBack(plan(THEN, THEN.replace("1.0", "2.0")), THEN);
		assertHeldBack(plan(THEN, "{\"a\": {\"d\": 1}}"), THEN);
	}

	@Test
	void isAddedAgainWhenTheRuntimeSaysSomethingNew() {
		Plan plan = plan(THEN, "{\"a\": {\"d\": 2, \"registered_at\": 1.0}}");
		assertThat(plan.changes()).extracting(PlannedChange::action).containsExactly(Action.ADDED);
		assertThat(plan.nextBase().find(new EntryId("a")).orElseThrow().find("d")).hasToString("Optional[2]");
	}

	@Test
	void isNotMissedAndStaysOutWhenItComesBackTheSame() {
		Plan gone = plan(THEN, "{}");
		assertThat(gone.changes()).isEmpty();
		assertThat(gone.hold()).isEmpty();
		assertThat(gone.nextBase().sameEntries(ReconcileFixture.table(THEN))).isTrue();
		assertHeldBack(plan(THEN, THEN), THEN);
	}

	@Test
	void isAddedIfItsSourceNeverHadIt() {
		assertThat(plan("{}", THEN).changes()).extracting(PlannedChange::action).containsExactly(Action.ADDED);
	}

	@Test
	void isMergedIfSomebodyPutItBackIntoTheFile() {
		Plan plan = this.fixture.plan(Kind.AGENTS, THEN, THEN.replace("1,", "2,"), THEN);
		assertThat(plan.changes()).extracting(PlannedChange::action).containsExactly(Action.UPDATED);
	}

}
