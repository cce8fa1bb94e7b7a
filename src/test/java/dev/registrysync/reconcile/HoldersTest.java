package dev.registrysync.reconcile;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import dev.registrysync.reconcile.Holders.Contest;
import dev.registrysync.reconcile.Holders.Handover;
import dev.registrysync.reconcile.SourcesLoop.Ran;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.RuntimeEntries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HoldersTest {

	private static final EntryId A = new EntryId("a");

	private final SourcesLoop registry = new SourcesLoop("first", "second");

	private static RuntimeEntries answer(String json) {
		return SourcesLoop.answer(json);
	}

	private static RuntimeEntries a(String description) {
		return answer("{\"a\": {\"description\": \"%s\"}, \"b\": {}}".formatted(description));
	}

	private Ran both(RuntimeEntries first, RuntimeEntries second) {
		return this.registry.run(Map.of("first", first, "second", second));
	}

	@Test
	void theFirstSourceThatOffersAnEntryHoldsIt() {
		Ran ran = both(a("one"), a("two"));
		assertThat(this.registry.text("a", "description")).contains("one");
		assertThat(this.registry.base("first").ids()).hasSize(2);
		assertThat(this.registry.base("second").ids()).isEmpty();
		assertThat(ran.holders().contests()).contains(new Contest(A, "first", "second")).hasSize(2);
		assertThat(both(a("one"), a("three")).changed()).isZero();
	}

	@Test
	void aSourceThatComesLaterAndGoesFirstTakesItOverWithWhatOperatorsEdited() {
		this.registry.run(Map.of("second", a("two")));
		this.registry.edit("a", "description", "by hand");
		Ran ran = both(a("two"), a("three"));
		assertThat(ran.holders().handovers()).contains(new Handover(A, "second", "first"));
		assertThat(this.registry.text("a", "description")).contains("by hand");
		both(a("four"), a("three"));
		assertThat(this.registry.text("a", "description")).contains("four");
	}

	@Test
	void whatItsHolderLosesGoesToTheNextOnceTheGraceIsOverAndIsNeverMissing() {
		both(a("one"), a("two"));
		for (int minute = 0; minute < 10; minute++) {
			assertThat(both(answer("{\"b\": {}}"), a("two")).changed()).isZero();
			assertThat(this.registry.text("a", "description")).contains("one");
		}
		both(answer("{\"b\": {}}"), a("two"));
		Ran ran = both(answer("{\"b\": {}}"), a("two"));
		assertThat(this.registry.text("a", "description")).contains("two");
		assertThat(this.registry.text("a", "status")).contains("active");
		assertThat(ran.holders().handovers().size() + ran.changed()).isLessThanOrEqualTo(2);
		assertThat(both(a("one"), a("two")).holders().handovers()).contains(new Handover(A, "second", "first"));
		assertThat(this.registry.text("a", "description")).contains("one");
	}

	@Test
	void whatNobodyOffersIsMissing() {
		both(a("one"), a("two"));
		both(answer("{\"b\": {}}"), answer("{\"b\": {}}"));
		assertThat(this.registry.text("a", "status")).contains("missing");
	}

	@Test
	void aBadDayOfTheHolderHandsNothingOver() {
		both(a("one"), a("two"));
		for (int minute = 0; minute < 30; minute++) {
			Ran ran = both(answer("{}"), a("two"));
			assertThat(ran.plans().get("first").hold()).isPresent();
			assertThat(ran.holders().handovers()).isEmpty();
			assertThat(ran.changed()).isZero();
		}
	}

	@Test
	void aSourceThatDoesNotAnswerKeepsWhatItHolds() {
		both(a("one"), a("two"));
		for (int minute = 0; minute < 30; minute++) {
			assertThat(this.registry.run(Map.of("second", a("three"))).changed()).isZero();
		}
	}

	@Test
	void aFilterChangesNoHands() {
		SourceSide second = new SourceSide("second", ReconcileFixture.table("{\"a\": {}}"), Optional.empty(),
				Attendance.NONE);
		SourceSide first = new SourceSide("first", EntryTable.EMPTY, Optional.of(a("one")), Attendance.NONE);
		Holders holders = Holders.decide(List.of(first, second), (id) -> false, Grace.DEFAULT, this.registry.now);
		assertThat(holders.handovers()).isEmpty();
		assertThat(holders.holds(second, A)).isTrue();
	}

	@Test
	void theOnlySourceHoldsWhatItHasAndHadAndNothingIsElsewhere() {
		EntryTable base = ReconcileFixture.table("{\"a\": {}, \"gone\": {}}");
		SourceSide only = new SourceSide("only", base, Optional.of(a("one")), Attendance.NONE);
		Holders holders = Holders.decide(List.of(only), (id) -> true, Grace.DEFAULT, this.registry.now);
		assertThat(holders.holds(only, A)).isTrue();
		assertThat(holders.holds(only, new EntryId("gone"))).isTrue();
		assertThat(holders.base(only)).isSameAs(base);
		assertThat(holders.elsewhere(only)).isEmpty();
		assertThat(holders.contests()).isEmpty();
		assertThat(holders.handovers()).isEmpty();
		SourceSide other = new SourceSide("other", EntryTable.EMPTY, Optional.of(a("two")), Attendance.NONE);
		assertThat(holders.holds(other, A)).isFalse();
	}

	/**
	 * Whatever the sources answer and in whatever order their answers are decided upon.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 })
	void noSourceTreadsOnAnother(long seed) {
		Random random = new Random(seed);
		SourcesLoop one = new SourcesLoop("x", "y", "z");
		SourcesLoop other = new SourcesLoop("x", "y", "z");
		other.order = new Random(seed + 100);
		Map<String, RuntimeEntries> shown = new HashMap<>();
		for (int round = 0; round < 80; round++) {
			Map<String, RuntimeEntries> answers = new HashMap<>();
			for (String source : List.of("x", "y", "z")) {
				if (random.nextInt(3) == 0 || !shown.containsKey(source)) {
					shown.put(source, randomAnswer(random));
				}
				if (random.nextInt(4) > 0) {
					answers.put(source, shown.get(source));
				}
			}
			Map<EntryId, String> before = texts(one);
			Ran ran = one.run(answers);
			other.run(answers);
			assertThat(texts(other)).isEqualTo(texts(one));
			assertEachEntryHasOneHolder(one);
			assertThat(changedIds(before, one))
				.allMatch((id) -> answers.keySet().stream().anyMatch((source) -> one.base(source).has(id)));
			assertThat(ran.plans().keySet()).isEqualTo(answers.keySet());
			assertThat(before.keySet()).isSubsetOf(texts(one).keySet());
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })
	void sourcesThatSayTheSameAgainChangeNothingForEver(long seed) {
		Random random = new Random(seed);
		SourcesLoop registry = new SourcesLoop("x", "y", "z");
		for (int i = 0; i < 5; i++) {
			registry.run(Map.of("x", randomAnswer(random), "y", randomAnswer(random), "z", randomAnswer(random)));
		}
		Map<String, RuntimeEntries> answers = Map.of("x", randomAnswer(random), "y", randomAnswer(random), "z",
				randomAnswer(random));
		for (int minute = 0; minute < 30; minute++) {
			registry.run(answers);
		}
		Map<EntryId, String> settled = texts(registry);
		for (int minute = 0; minute < 30; minute++) {
			registry.run(answers);
			assertThat(texts(registry)).isEqualTo(settled);
		}
	}

	private static void assertEachEntryHasOneHolder(SourcesLoop registry) {
		Set<EntryId> held = new HashSet<>();
		for (String source : List.of("x", "y", "z")) {
			registry.base(source).ids().forEach((id) -> assertThat(held.add(id)).as(id.value()).isTrue());
		}
		assertThat(held).isEqualTo(registry.document.ids());
	}

	private static List<EntryId> changedIds(Map<EntryId, String> before, SourcesLoop registry) {
		return texts(registry).entrySet()
			.stream()
			.filter((entry) -> !entry.getValue().equals(before.get(entry.getKey())))
			.map(Map.Entry::getKey)
			.toList();
	}

	private static Map<EntryId, String> texts(SourcesLoop registry) {
		Map<EntryId, String> texts = new HashMap<>();
		registry.document.ids()
			.forEach((id) -> texts.put(id, registry.document.find(id).orElseThrow().members().toString()));
		return texts;
	}

	private static RuntimeEntries randomAnswer(Random random) {
		EntryTable.Builder table = EntryTable.builder();
		for (int i = 0; i < 8; i++) {
			if (random.nextInt(3) > 0) {
				table.add(new EntryId("e" + i), SourcesLoop.described("d" + random.nextInt(3)));
			}
		}
		return ReconcileLoop.answer(table.build());
	}

}
