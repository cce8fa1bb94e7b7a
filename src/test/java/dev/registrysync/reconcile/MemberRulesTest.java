package dev.registrysync.reconcile;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What rules about single members do to a merge.
 */
class MemberRulesTest {

	private static final EntryId A = new EntryId("a");

	private final ReconcileFixture fixture = new ReconcileFixture(Instant.parse("2026-11-22T12:00:00Z"));

	private MemberRules rules = MemberRules.DEFAULT;

	private void owner(String pointer, Owner owner) {
		rule(pointer, new MemberRule(Optional.of(owner), Optional.empty()));
	}

	private void conflicts(String pointer, ConflictPolicy policy) {
		rule(pointer, new MemberRule(Optional.empty(), Optional.of(policy)));
	}

	private void rule(String pointer, MemberRule rule) {
		this.rules = this.rules.with(JsonPointer.parse(pointer), rule);
		this.fixture.rules(this.rules);
	}

	private Plan plan(String base, String runtime, String persistent) {
		return this.fixture.plan(Kind.AGENTS, "{\"a\": %s}".formatted(base), "{\"a\": %s}".formatted(runtime),
				"{\"a\": %s}".formatted(persistent));
	}

	private static JsonObject after(Plan plan) {
		assertThat(plan.changes()).hasSize(1);
		return plan.changes().get(0).after().orElseThrow().members();
	}

	@Test
	void aMemberIsMergedWholeUnlessARuleLeadsIntoIt() {
		String base = "{\"m\": {\"x\": 1, \"y\": 1}}";
		String runtime = "{\"m\": {\"x\": 2, \"y\": 1}}";
		String persistent = "{\"m\": {\"x\": 1, \"y\": 3}}";
		Plan whole = plan(base, runtime, persistent);
		assertThat(whole.conflicts()).singleElement()
			.satisfies((conflict) -> assertThat(conflict.member()).hasToString("/m"));
		conflicts("/m/other", ConflictPolicy.MANUAL);
		Plan byChild = plan(base, runtime, persistent);
		assertThat(byChild.conflicts()).isEmpty();
		assertThat(after(byChild)).hasToString("{\"m\":{\"x\":2,\"y\":3}}");
		assertThat(byChild.changes().get(0).members()).singleElement()
			.satisfies((change) -> assertThat(change.member()).hasToString("/m/x"));
	}

	@Test
	void whatOperatorsOwnInsideAMemberStaysWhateverTheRuntimeSends() {
		owner("/m/o", Owner.OPERATOR);
		String base = "{\"m\": {\"x\": 1, \"o\": 1}}";
		String persistent = "{\"m\": {\"x\": 1, \"o\": \"ours\"}}";
		assertThat(after(plan(base, "{\"m\": {\"x\": 2, \"o\": 2}}", persistent)))
			.hasToString("{\"m\":{\"x\":2,\"o\":\"ours\"}}");
		assertThat(after(plan(base, "{}", persistent))).hasToString("{\"m\":{\"o\":\"ours\"}}");
		assertThat(plan("{\"m\": {\"o\": 1}}", "{\"m\": {\"o\": 2}}", "{\"m\": {\"o\": 1}}").changes()).isEmpty();
	}

	@Test
	void anObjectWithAnOperatorsPartIsNotReplacedBySomethingElse() {
		owner("/m/o", Owner.OPERATOR);
		Plan plan = plan("{\"m\": {\"o\": 1}}", "{\"m\": \"text\"}", "{\"m\": {\"o\": 1}}");
		assertThat(plan.conflicts()).singleElement()
			.satisfies((conflict) -> assertThat(conflict.winner()).isEqualTo(ConflictPolicy.PERSISTENT));
		assertThat(plan.changes()).singleElement()
			.satisfies((change) -> assertThat(change.action()).isEqualTo(Action.CONFLICTED));
		assertThat(plan("{\"m\": \"text\"}", "{\"m\": \"text\"}", "{\"m\": {\"o\": 1}}").conflicts()).isEmpty();
	}

	@Test
	void anOperatorsPartIsNotTakenFromTheRuntimeWithTheObjectAroundIt() {
		owner("/m/o", Owner.OPERATOR);
		assertThat(after(plan("{}", "{\"m\": {\"x\": 1, \"o\": 1}}", "{}"))).hasToString("{\"m\":{\"x\":1}}");
		assertThat(plan("{}", "{\"m\": {\"o\": 1}}", "{}").changes()).isEmpty();
	}

	@Test
	void anObjectThatTheRuntimeDropsGoesWithItsLastChild() {
		conflicts("/m/x", ConflictPolicy.MANUAL);
		assertThat(after(plan("{\"m\": {\"x\": 1}, \"k\": 1}", "{\"k\": 1}", "{\"m\": {\"x\": 1}, \"k\": 1}")))
			.hasToString("{\"k\":1}");
	}

	@Test
	void theNearestRuleCounts() {
		owner("/m", Owner.OPERATOR);
		owner("/m/theirs", Owner.RUNTIME);
		conflicts("/m/theirs/deep", ConflictPolicy.PERSISTENT);
		assertThat(this.rules.owner(JsonPointer.parse("/m/x"))).isEqualTo(Owner.OPERATOR);
		assertThat(this.rules.owner(JsonPointer.parse("/m/theirs/deep/er"))).isEqualTo(Owner.RUNTIME);
		assertThat(this.rules.conflicts(JsonPointer.parse("/m/theirs/deep/er"))).isEqualTo(ConflictPolicy.PERSISTENT);
		assertThat(this.rules.conflicts(JsonPointer.parse("/m/theirs"))).isEqualTo(ConflictPolicy.RUNTIME);
		assertThat(after(plan("{}", "{\"m\": {\"x\": 1, \"theirs\": 1}}", "{\"m\": {\"x\": 0}}")))
			.hasToString("{\"m\":{\"x\":0,\"theirs\":1}}");
	}

	@Test
	void operatorsMayGiveTheirMembersToTheRuntimeAndTakeOthers() {
		owner("/enabled", Owner.RUNTIME);
		owner("/description", Owner.OPERATOR);
		assertThat(after(plan("{\"enabled\": true, \"description\": \"x\"}",
				"{\"enabled\": false, \"description\": \"y\"}", "{\"enabled\": true, \"description\": \"x\"}")))
			.hasToString("{\"enabled\":false,\"description\":\"x\"}");
	}

	@Test
	void aConflictThatWaitsKeepsTheBaseOfItsMemberAlone() {
		conflicts("/d", ConflictPolicy.MANUAL);
		Plan first = plan("{\"agent_type\": \"t\", \"d\": 1, \"k\": 1}", "{\"agent_type\": \"u\", \"d\": 2, \"k\": 2}",
				"{\"type\": \"t\", \"d\": 3, \"k\": 1}");
		assertThat(after(first)).hasToString("{\"type\":\"u\",\"d\":3,\"k\":2}");
		JsonObject base = first.nextBase().find(A).orElseThrow();
		assertThat(base).hasToString("{\"type\":\"u\",\"d\":1,\"k\":2}");
		Plan second = plan(base.toString(), "{\"agent_type\": \"u\", \"d\": 2, \"k\": 2}",
				"{\"type\": \"u\", \"d\": 3, \"k\": 5}");
		assertThat(second.conflicts()).singleElement()
			.satisfies((conflict) -> assertThat(conflict.member()).hasToString("/d"));
		assertThat(second.nextBase().sameBytes(A, first.nextBase())).isTrue();
	}

	@Test
	void aSettlementDecidesTheConflictThatWaitsAndNoOther() {
		conflicts("/m/d", ConflictPolicy.MANUAL);
		String base = "{\"m\": {\"d\": 1, \"e\": 1}}";
		String runtime = "{\"m\": {\"d\": 2, \"e\": 2}}";
		String persistent = "{\"m\": {\"d\": 3, \"e\": 3}}";
		this.fixture.settle(
				new Settlement(EntryRef.of(Kind.AGENTS, "a"), JsonPointer.parse("/m/d"), ConflictPolicy.PERSISTENT));
		this.fixture.settle(
				new Settlement(EntryRef.of(Kind.AGENTS, "a"), JsonPointer.parse("/m/e"), ConflictPolicy.PERSISTENT));
		Plan plan = plan(base, runtime, persistent);
		assertThat(plan.conflicts()).extracting(Conflict::winner)
			.containsExactly(ConflictPolicy.PERSISTENT, ConflictPolicy.RUNTIME);
		assertThat(after(plan)).hasToString("{\"m\":{\"d\":3,\"e\":2}}");
		assertThat(plan.nextBase().find(A)).hasToString("Optional[%s]".formatted(runtime.replace(" ", "")));
	}

	@Test
	void aConflictThatWaitsInsideAMemberThatTheRuntimeDroppedIsFoundAgain() {
		conflicts("/m/d", ConflictPolicy.MANUAL);
		Plan first = plan("{\"m\": {\"d\": 1}}", "{}", "{\"m\": {\"d\": 2}}");
		assertThat(first.conflicts()).hasSize(1);
		JsonObject base = first.nextBase().find(A).orElseThrow();
		assertThat(plan(base.toString(), "{}", "{\"m\": {\"d\": 2}}").conflicts()).isEqualTo(first.conflicts());
	}

	@Test
	void bothSidesAddingDifferentThingsInsideAMemberIsAConflictOfThoseAlone() {
		conflicts("/m/d", ConflictPolicy.PERSISTENT);
		Plan plan = plan("{}", "{\"m\": {\"d\": 1, \"e\": 1}}", "{\"m\": {\"d\": 2}}");
		assertThat(after(plan)).hasToString("{\"m\":{\"d\":2,\"e\":1}}");
		assertThat(plan.conflicts()).singleElement()
			.satisfies((conflict) -> assertThat(conflict.member()).hasToString("/m/d"));
	}

	@Test
	void protectionIsNeverTakenFromASource() {
		Plan added = this.fixture.plan(Kind.TOOLS, "{}", "{\"t\": {\"protected\": true, \"notes\": \"n\"}}", "{}");
		assertThat(after(added).has("protected")).isFalse();
		assertThat(after(added).has("notes")).isTrue();
		assertThat(plan("{}", "{\"protected\": true}", "{}").changes()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "/identity,OPERATOR", "/missing_since/x,RUNTIME", "/last_updated,RUNTIME", "/status,OPERATOR",
			"/protected,RUNTIME" })
	void someMembersAreNobodysToGiveAway(String pointer, Owner owner) {
		assertThatIllegalArgumentException().isThrownBy(() -> owner(pointer, owner)).withMessageContaining(pointer);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/d", "/m/d" })
	void aMemberHasOneRule(String pointer) {
		owner(pointer, Owner.OPERATOR);
		assertThatIllegalArgumentException().isThrownBy(() -> conflicts(pointer, ConflictPolicy.MANUAL))
			.withMessageContaining("twice");
	}

	@Test
	void thePolicyTellsWhoOwnsAMemberOfAKind() {
		ReconcilePolicy policy = new ReconcilePolicy(
				Map.of(Kind.TOOLS,
						new MemberRules(ConflictPolicy.MANUAL,
								Map.of(JsonPointer.of("d"),
										new MemberRule(Optional.of(Owner.OPERATOR), Optional.empty())))),
				AbsenceGuard.DEFAULT, Grace.DEFAULT, List.of());
		assertThat(policy.owner(Kind.TOOLS, JsonPointer.of("d"))).isEqualTo(Owner.OPERATOR);
		assertThat(policy.owner(Kind.AGENTS, JsonPointer.of("d"))).isEqualTo(Owner.RUNTIME);
		assertThat(policy.owner(Kind.AGENTS, JsonPointer.of("identity"))).isEqualTo(Owner.SYNC);
		assertThat(policy.conflicts(Kind.TOOLS, JsonPointer.of("d"))).isEqualTo(ConflictPolicy.MANUAL);
		assertThat(policy.conflicts(Kind.AGENTS, JsonPointer.of("d"))).isEqualTo(ConflictPolicy.RUNTIME);
	}

}
