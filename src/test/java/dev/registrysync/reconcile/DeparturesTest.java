package dev.registrysync.reconcile;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RuntimeEntries;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of entries that a source does not name any more.
 */
class DeparturesTest {

	private static final String BOTH = "{\"a\": {\"status\": \"busy\"}, \"b\": {}}";

	private static final String WITHOUT_A = "{\"b\": {}}";

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final ReconcileLoop registry = new ReconcileLoop("{}");

	@BeforeEach
	void both() {
		this.registry.run(BOTH);
	}

	private static Action only(Plan plan) {
		assertThat(plan.changes()).hasSize(1);
		return plan.changes().get(0).action();
	}

	private String status() {
		return this.registry.entry("a").findText("status").orElseThrow();
	}

	@Test
	void theGraceIsOverAfterBothItsPullsAndItsDuration() {
		assertThat(only(this.registry.after(MINUTE).run(WITHOUT_A))).isEqualTo(Action.MISSING);
		String since = this.registry.entry("a").find("missing_since").toString();
		for (int pull = 2; pull <= 10; pull++) {
			assertThat(this.registry.after(MINUTE).run(WITHOUT_A).changes()).isEmpty();
		}
		assertThat(status()).isEqualTo("missing");
		Plan over = this.registry.after(MINUTE).run(WITHOUT_A);
		assertThat(only(over)).isEqualTo(Action.INACTIVATED);
		assertThat(over.changes().get(0).members()).singleElement()
			.satisfies((change) -> assertThat(change.member()).hasToString("/status"));
		assertThat(status()).isEqualTo("inactive");
		assertThat(this.registry.entry("a").find("missing_since")).hasToString(since);
		assertThat(this.registry.after(MINUTE).run(WITHOUT_A).changes()).isEmpty();
	}

	@Test
	void timeAloneDoesNotEndTheGrace() {
		this.registry.run(WITHOUT_A);
		assertThat(this.registry.after(Duration.ofDays(1)).run(WITHOUT_A).changes()).isEmpty();
		assertThat(only(this.registry.run(WITHOUT_A))).isEqualTo(Action.INACTIVATED);
	}

	@Test
	void anInactiveEntryThatReturnsIsReactivated() {
		this.registry.policy = new ReconcilePolicy(Map.of(), AbsenceGuard.DEFAULT, new Grace(1, Duration.ZERO),
				List.of());
		this.registry.run(WITHOUT_A);
		assertThat(only(this.registry.run(WITHOUT_A))).isEqualTo(Action.INACTIVATED);
		assertThat(only(this.registry.run(BOTH))).isEqualTo(Action.REACTIVATED);
		assertThat(status()).isEqualTo("busy");
		assertThat(this.registry.entry("a").has("missing_since")).isFalse();
	}

	@Test
	void aReturnBeginsTheCountAnew() {
		this.registry.run(WITHOUT_A);
		this.registry.after(MINUTE).run(WITHOUT_A);
		this.registry.run(BOTH);
		assertThat(this.registry.attendance.absent()).isEmpty();
		this.registry.run(WITHOUT_A);
		this.registry.after(Duration.ofHours(1)).run(WITHOUT_A);
		assertThat(status()).isEqualTo("missing");
	}

	@Test
	void withoutMemoryTheCountBeginsAnewAndTheTimeDoesNot() {
		this.registry.run(WITHOUT_A);
		this.registry.attendance = Attendance.NONE;
		this.registry.after(Duration.ofHours(1)).run(WITHOUT_A);
		this.registry.run(WITHOUT_A);
		assertThat(status()).isEqualTo("missing");
		this.registry.run(WITHOUT_A);
		assertThat(status()).isEqualTo("inactive");
	}

	@Test
	void aClockThatIsPutBackDoesNotMakeTheGraceLonger() {
		this.registry.run(WITHOUT_A);
		this.registry.after(Duration.ofDays(-1)).run(WITHOUT_A);
		this.registry.after(MINUTE.multipliedBy(10)).run(WITHOUT_A);
		assertThat(status()).isEqualTo("inactive");
	}

	@Test
	void onlyCompletePullsCount() {
		this.registry.run(WITHOUT_A);
		RuntimeEntries incomplete = new RuntimeEntries(Kind.AGENTS, ReconcileFixture.table(WITHOUT_A),
				Map.of("agents[1]", "no id"), JsonObject.EMPTY, false);
		for (int pull = 0; pull < 5; pull++) {
			this.registry.after(MINUTE.multipliedBy(5)).run(incomplete, Set.of());
		}
		assertThat(status()).isEqualTo("missing");
		this.registry.run(WITHOUT_A);
		assertThat(status()).isEqualTo("missing");
		this.registry.run(WITHOUT_A);
		assertThat(status()).isEqualTo("inactive");
	}

	@Test
	void aRunCountsForWhatItIsAboutOnly() {
		this.registry.run(WITHOUT_A);
		for (int pull = 0; pull < 5; pull++) {
			this.registry.after(MINUTE.multipliedBy(5))
				.run(ReconcileLoop.answer(ReconcileFixture.table(WITHOUT_A)), Set.of(new EntryId("b")));
		}
		this.registry.run(WITHOUT_A);
		assertThat(status()).isEqualTo("missing");
	}

	@Test
	void anAbsenceThatIsHeldIsNeitherWrittenNorCounted() {
		this.registry.run(WITHOUT_A);
		for (int pull = 0; pull < 5; pull++) {
			Plan held = this.registry.after(MINUTE.multipliedBy(5)).run("{}");
			assertThat(held.hold()).isPresent();
			assertThat(held.changes()).isEmpty();
		}
		assertThat(status()).isEqualTo("missing");
		this.registry.approved = true;
		assertThat(only(this.registry.run("{}"))).isEqualTo(Action.MISSING);
	}

	@Test
	void theGuardLooksAtTheWholeAnswerWhateverTheRunIsAbout() {
		Plan plan = this.registry.run(ReconcileLoop.answer(ReconcileFixture.table("{}")), Set.of(new EntryId("a")));
		assertThat(plan.hold()).hasValueSatisfying((hold) -> {
			assertThat(hold.absent()).containsExactly(new EntryId("a"));
			assertThat(hold.active()).isEqualTo(2);
		});
	}

	@Test
	void whatIsProtectedNeverLeavesAndNeverCountsForTheGuard() {
		this.registry.document = ReconcileFixture.document(Kind.AGENTS,
				"{\"a\": {\"status\": \"busy\", \"protected\": true}, \"b\": {\"protected\": true}}");
		for (int pull = 0; pull < 5; pull++) {
			Plan plan = this.registry.after(MINUTE.multipliedBy(5)).run("{}");
			assertThat(plan.changes()).isEmpty();
			assertThat(plan.hold()).isEmpty();
		}
		assertThat(this.registry.attendance).isEqualTo(Attendance.NONE);
	}

	@Test
	void onlyTrueProtects() {
		this.registry.document = ReconcileFixture.document(Kind.AGENTS, "{\"a\": {\"protected\": \"yes\"}, \"b\": {}}");
		assertThat(only(this.registry.run(WITHOUT_A))).isEqualTo(Action.MISSING);
	}

	@Test
	void aMissingSinceThatIsNoTimeIsLeftAndTheCountGoesOn() {
		for (String since : List.of("\"yesterday\"", "-1", "1e400", "9e99", "NaN")) {
			ReconcileLoop edited = new ReconcileLoop(
					"{\"a\": {\"status\": \"missing\", \"missing_since\": %s}, \"b\": {}}".formatted(since));
			edited.base = ReconcileFixture.table(BOTH);
			for (int pull = 0; pull < 3; pull++) {
				edited.after(MINUTE.multipliedBy(5)).run(WITHOUT_A);
			}
			assertThat(edited.entry("a").findText("status")).as(since).contains("inactive");
			assertThat(edited.entry("a").find("missing_since")).as(since).hasToString("Optional[%s]".formatted(since));
		}
	}

	/**
	 * Gone and back, a minute each.
	 */
	private Plan swing() {
		this.registry.after(MINUTE).run(WITHOUT_A);
		return this.registry.after(MINUTE).run(BOTH);
	}

	@Test
	void afterThreeSwingsInAnHourAnEntryIsNamedOnceAsFlapping() {
		assertThat(swing().flapping()).isEmpty();
		assertThat(swing().flapping()).isEmpty();
		assertThat(swing().flapping()).containsExactly(new EntryId("a"));
		for (int i = 0; i < 100; i++) {
			Plan plan = swing();
			assertThat(plan.flapping()).isEmpty();
			assertThat(plan.changes()).isEmpty();
			assertThat(status()).isEqualTo("busy");
		}
	}

	@Test
	void threeSwingsInMoreThanAnHourAreNoFlapping() {
		for (int i = 0; i < 10; i++) {
			this.registry.after(Duration.ofMinutes(30)).run(WITHOUT_A);
			assertThat(status()).isEqualTo("missing");
			assertThat(this.registry.after(MINUTE).run(BOTH).flapping()).isEmpty();
		}
	}

	@Test
	void aFlappingEntryThatOutlastsTheGraceIsInactiveSinceItWasFirstAbsent() {
		swing();
		swing();
		swing();
		this.registry.after(MINUTE).run(WITHOUT_A);
		String since = Long.toString(this.registry.now.getEpochSecond()) + ".0";
		this.registry.after(MINUTE.multipliedBy(9)).run(WITHOUT_A);
		assertThat(this.registry.after(Duration.ofSeconds(59)).run(WITHOUT_A).changes()).isEmpty();
		assertThat(only(this.registry.after(Duration.ofSeconds(1)).run(WITHOUT_A))).isEqualTo(Action.INACTIVATED);
		assertThat(status()).isEqualTo("inactive");
		assertThat(this.registry.entry("a").find("missing_since")).hasToString("Optional[%s]".formatted(since));
		assertThat(only(this.registry.after(MINUTE).run(BOTH))).isEqualTo(Action.REACTIVATED);
	}

	@Test
	void anHourWithoutASwingEndsTheFlapping() {
		swing();
		swing();
		swing();
		this.registry.after(Duration.ofMinutes(61)).run(BOTH);
		assertThat(this.registry.attendance).isEqualTo(Attendance.NONE);
		assertThat(only(this.registry.run(WITHOUT_A))).isEqualTo(Action.MISSING);
	}

	@Test
	void aFlappingEntryIsNoLossForTheGuardUntilItsAbsenceIsToBeWritten() {
		String alone = "{\"a\": {\"status\": \"busy\"}}";
		this.registry.document = ReconcileFixture.document(Kind.AGENTS, alone);
		this.registry.base = ReconcileFixture.table(alone);
		this.registry.approved = true;
		for (int i = 0; i < 3; i++) {
			this.registry.after(MINUTE).run("{}");
			this.registry.after(MINUTE).run(alone);
		}
		this.registry.approved = false;
		assertThat(this.registry.after(MINUTE).run("{}").hold()).isEmpty();
		this.registry.after(MINUTE).run("{}");
		assertThat(this.registry.after(MINUTE.multipliedBy(10)).run("{}").hold()).isPresent();
		assertThat(status()).isEqualTo("busy");
	}

}
