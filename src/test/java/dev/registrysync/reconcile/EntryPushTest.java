package dev.registrysync.reconcile;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.MergePatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class EntryPushTest {

	private static final EntryRef T = EntryRef.of(Kind.TOOLS, "t");

	private static final String IDENTITY = "{\"public_key\": \"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\", \"signature\": \"aa\", \"key_version\": 1, \"attestation\": {\"scheme\": \"x\"}}";

	private static final String OTHERS = "{\"public_key\": \"0x70997970C51812dc3A010C7d01b50e0d17dc79C8\", \"signature\": \"bb\"}";

	private JsonObject here = JsonObject.EMPTY;

	private JsonObject there = JsonObject.EMPTY;

	private EntryTable trails = EntryTable.EMPTY;

	private ConflictPolicy policy = ConflictPolicy.RUNTIME;

	private final Map<JsonPointer, MemberRule> rules = new HashMap<>();

	private static JsonObject json(String text) {
		return (JsonObject) JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
	}

	private void here(String json) {
		this.here = MergePatch.apply(this.here, json(json));
	}

	private void there(String json) {
		this.there = MergePatch.apply(this.there, json(json));
	}

	private void owner(String pointer, Owner owner) {
		this.rules.put(JsonPointer.parse(pointer), new MemberRule(Optional.of(owner), Optional.empty()));
	}

	private ReconcilePolicy policy() {
		MemberRules rules = new MemberRules(this.policy, this.rules);
		return new ReconcilePolicy(Map.of(Kind.AGENTS, rules, Kind.TOOLS, rules), AbsenceGuard.DEFAULT, Grace.DEFAULT,
				List.of());
	}

	private EntryPush decide() {
		EntryPush push = new EntryPush(new Entry(T, this.here), this.there,
				this.trails.find(T.id()).orElse(JsonObject.EMPTY), policy());
		EntryTable.Builder next = EntryTable.builder();
		Trails.add(next, T.id(), push.trails());
		this.trails = next.build();
		return push;
	}

	/**
	 * A run whose push the source takes, if it keeps what it is told.
	 * @return the patch; empty if there is none
	 */
	private String run(boolean keeps) {
		Optional<EntrySend> send = decide().send();
		send.ifPresent((taken) -> {
			this.trails = Trails.pushed(this.trails, List.of(taken));
			if (keeps) {
				this.there = MergePatch.apply(this.there, taken.patch());
			}
		});
		return send.map(EntrySend::patch).map(Json::toString).orElse("");
	}

	private String run() {
		return run(true);
	}

	/**
	 * An operator's edit through the API.
	 */
	private void edit(String member, String value) {
		editAt("/" + member, value);
	}

	private void editAt(String pointer, String value) {
		JsonPointer member = JsonPointer.parse(pointer);
		Optional<Json> before = member.find(this.here);
		this.here = MergePatch.apply(this.here,
				member.put(JsonObject.EMPTY, JsonReader.read(value.getBytes(StandardCharsets.UTF_8))));
		MemberChange change = new MemberChange(member, before, member.find(this.here), Owner.OPERATOR, "");
		this.trails = Trails.edited(this.trails,
				List.of(PlannedChange.of(Action.UPDATED, new Entry(T, this.here), List.of(change), "")), (id) -> false);
	}

	private void agreeOn(String json) {
		here(json);
		there(json);
		assertThat(run()).isEmpty();
	}

	@Test
	void whatTheSourceLacksIsPushedOnce() {
		here("{\"enabled\": true, \"labels\": {\"x\": 2.0, \"gone\": null}, \"team\": \"t\"}");
		assertThat(run()).isEqualTo("{\"enabled\":true,\"labels\":{\"x\":2.0},\"team\":\"t\"}");
		assertThat(run()).isEmpty();
		assertThat(run()).isEmpty();
	}

	@Test
	void whatTheSourceSendsAndSyncWritesIsNotPushed() {
		here("{\"id\": \"t\", \"description\": \"ours\", \"last_updated\": 1, \"missing_since\": 2, \"created_at\": 3}");
		there("{\"description\": \"theirs\"}");
		assertThat(run()).isEmpty();
	}

	@Test
	void whatANewAgentIsFilledInWithIsNotPushedUntilSomebodyEditsIt() {
		JsonObject agent = json(
				"{\"id\": \"a\", \"name\": \"a\", \"version\": \"1.0.0\", \"status\": \"active\", \"created_by\": \"x\", \"enabled\": true}");
		EntryRef ref = EntryRef.of(Kind.AGENTS, "a");
		JsonObject runtime = json("{\"agent_id\": \"a\", \"agent_type\": \"x\"}");
		EntryPush push = new EntryPush(new Entry(ref, agent), runtime, JsonObject.EMPTY, policy());
		assertThat(push.send().orElseThrow().patch()).hasToString("{\"enabled\":true}");
		EntryPush edited = new EntryPush(new Entry(ref, agent.with("name", "Planner")), runtime, JsonObject.EMPTY,
				policy());
		assertThat(edited.send().orElseThrow().patch()).hasToString("{\"name\":\"Planner\",\"enabled\":true}");
	}

	@Test
	void onlyOurEditIsPushedAndOnlyWhatDiffers() {
		agreeOn("{\"labels\": {\"a\": 1, \"b\": {\"c\": 1, \"d\": 1}}, \"notes\": \"n\"}");
		here("{\"labels\": {\"a\": null, \"b\": {\"c\": 2}}, \"notes\": null}");
		assertThat(run()).isEqualTo("{\"labels\":{\"b\":{\"c\":2},\"a\":null},\"notes\":null}");
		assertThat(run()).isEmpty();
		assertThat(this.there).hasToString("{\"labels\":{\"b\":{\"c\":2,\"d\":1}}}");
	}

	@Test
	void onlyTheirEditIsLeftAlone() {
		agreeOn("{\"enabled\": true}");
		there("{\"enabled\": false}");
		assertThat(run()).isEmpty();
		assertThat(decide().conflicts()).isEmpty();
		assertThat(this.here).hasToString("{\"enabled\":true}");
	}

	@Test
	void aSourceThatForgotIsToldAgain() {
		here("{\"labels\": 1, \"identity\": %s}".formatted(IDENTITY));
		run();
		run();
		this.there = JsonObject.EMPTY;
		assertThat(run()).startsWith("{\"labels\":1,\"identity\":{\"public_key\":\"0xf39");
		assertThat(run()).isEmpty();
	}

	@Test
	void aSourceThatNeverShowsAMemberIsToldThreeTimes() {
		here("{\"labels\": 1}");
		assertThat(List.of(run(false), run(false), run(false))).containsOnly("{\"labels\":1}");
		assertThat(run(false)).isEmpty();
		here("{\"labels\": 2}");
		assertThat(run(false)).isEqualTo("{\"labels\":2}");
	}

	@ParameterizedTest
	@EnumSource
	void whatBothMovedIsAConflictByPolicy(ConflictPolicy winner) {
		this.policy = winner;
		agreeOn("{\"notes\": \"x\"}");
		here("{\"notes\": \"ours\"}");
		there("{\"notes\": \"theirs\"}");
		EntryPush push = decide();
		assertThat(push.conflicts()).singleElement().satisfies((conflict) -> {
			assertThat(conflict.member()).hasToString("/notes");
			assertThat(conflict.base()).hasToString("Optional[\"x\"]");
			assertThat(conflict.runtime()).hasToString("Optional[\"theirs\"]");
			assertThat(conflict.persistent()).hasToString("Optional[\"ours\"]");
			assertThat(conflict.winner()).isEqualTo(winner);
		});
		assertThat(push.send().isPresent()).isEqualTo(winner == ConflictPolicy.PERSISTENT);
		if (winner == ConflictPolicy.PERSISTENT) {
			run();
		}
		assertThat(decide().conflicts()).hasSize((winner == ConflictPolicy.MANUAL) ? 1 : 0);
	}

	@ParameterizedTest
	@EnumSource
	void aFirstContactThatDiffersIsAConflict(ConflictPolicy winner) {
		this.policy = winner;
		here("{\"notes\": \"ours\"}");
		there("{\"notes\": \"theirs\"}");
		EntryPush push = decide();
		assertThat(push.conflicts()).hasSize(1);
		assertThat(push.send().isPresent()).isEqualTo(winner == ConflictPolicy.PERSISTENT);
	}

	@Test
	void aConflictThatTheSourceWonIsNamedOnceAndTheNextEditIsPushed() {
		agreeOn("{\"notes\": \"x\"}");
		here("{\"notes\": \"ours\"}");
		there("{\"notes\": \"theirs\"}");
		assertThat(decide().conflicts()).hasSize(1);
		assertThat(decide().conflicts()).isEmpty();
		here("{\"notes\": \"ours again\"}");
		assertThat(run()).isEqualTo("{\"notes\":\"ours again\"}");
	}

	@Test
	void aSourceThatShowsAnEarlierValueOfOursIsOnlyBehind() {
		agreeOn("{\"enabled\": true}");
		edit("enabled", "false");
		there("{\"enabled\": false}");
		edit("enabled", "true");
		EntryPush push = decide();
		assertThat(push.conflicts()).isEmpty();
		assertThat(push.send().orElseThrow().patch()).hasToString("{\"enabled\":true}");
	}

	@Test
	void aMemberThatWasChangedBackHasMovedAsTheSourceMayHaveSeenIt() {
		agreeOn("{\"notes\": \"x\"}");
		edit("notes", "\"y\"");
		edit("notes", "\"x\"");
		there("{\"notes\": \"theirs\"}");
		assertThat(decide().conflicts()).hasSize(1);
	}

	@Test
	void anEditWhileThePushIsUnderWayIsPushedNext() {
		agreeOn("{\"notes\": \"x\"}");
		edit("notes", "\"first\"");
		EntrySend sent = decide().send().orElseThrow();
		edit("notes", "\"second\"");
		this.trails = Trails.pushed(this.trails, List.of(sent));
		there("{\"notes\": \"first\"}");
		assertThat(run()).isEqualTo("{\"notes\":\"second\"}");
	}

	@Test
	void aMemberThatTheSourceHasFromUsStaysTheOperators() {
		here("{\"team\": 1}");
		run();
		run();
		here("{\"team\": 2}");
		assertThat(run()).isEqualTo("{\"team\":2}");
		assertThat(Trails.members(this.trails, T.id())).containsExactly(JsonPointer.of("team"));
	}

	@Test
	void anotherRegistrySyncDoesNotForget() {
		there("{\"identity\": {\"public_key\": \"0x\", \"attestation\": {}}}");
		agreeOn("{\"notes\": \"x\"}");
		there("{\"notes\": null}");
		assertThat(run()).isEmpty();
		assertThat(decide().conflicts()).isEmpty();
	}

	@Test
	void aMemberThatTheSourceRefusedIsLeftAloneUntilOneSideMoves() {
		agreeOn("{\"notes\": \"x\"}");
		here("{\"notes\": \"ours\"}");
		EntrySend sent = decide().send().orElseThrow();
		this.trails = Trails.refused(this.trails, List.of(sent));
		assertThat(sent.refused(JsonPointer.of("notes")).orElseThrow().winner()).isEqualTo(ConflictPolicy.RUNTIME);
		assertThat(run()).isEmpty();
		here("{\"notes\": \"ours again\"}");
		assertThat(run()).isEqualTo("{\"notes\":\"ours again\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "{\"public_key\": null}", "{}", OTHERS })
	void theIdentityIsToldWithoutTheAttestationAndOnlyOnce(String theirs) {
		here("{\"identity\": %s}".formatted(IDENTITY));
		this.there = json("{\"identity\": %s}".formatted(theirs));
		assertThat(run(false)).isEqualTo(
				"{\"identity\":{\"public_key\":\"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\",\"signature\":\"aa\",\"key_version\":1}}");
		assertThat(run(false)).isEmpty();
		here("{\"identity\": {\"signature\": \"cc\"}}");
		assertThat(run(false)).contains("\"signature\":\"cc\"");
		assertThat(run(false)).isEmpty();
	}

	@Test
	void anotherRegistrysIdentityIsLeftAlone() {
		here("{\"identity\": %s}".formatted(IDENTITY));
		there("{\"identity\": %s}".formatted(OTHERS));
		there("{\"identity\": {\"attestation\": {}}}");
		assertThat(run()).isEmpty();
	}

	@Test
	void nothingIsToldOfAnEntryWithoutAnIdentity() {
		here("{\"identity\": {\"public_key\": \"PENDING_1\", \"signature\": null}}");
		assertThat(run()).isEmpty();
	}

	@Test
	void ofAMemberInsideAnotherOnlyThatIsPushed() {
		owner("/m/o", Owner.OPERATOR);
		agreeOn("{\"m\": {\"o\": 1, \"x\": 1, \"deep\": {\"y\": 1}}}");
		here("{\"m\": {\"o\": 2, \"x\": 9, \"deep\": {\"y\": 9}}}");
		assertThat(run()).isEqualTo("{\"m\":{\"o\":2}}");
		assertThat(this.there).hasToString("{\"m\":{\"o\":2,\"x\":1,\"deep\":{\"y\":1}}}");
		assertThat(run()).isEmpty();
	}

	@Test
	void membersOfOneObjectGoTheirOwnWays() {
		owner("/m/o/p", Owner.OPERATOR);
		owner("/m/q", Owner.OPERATOR);
		agreeOn("{\"m\": {\"o\": {\"p\": 1, \"x\": 1}, \"q\": {\"r\": 1, \"s\": 1}}, \"notes\": 1}");
		editAt("/m/o/p", "2");
		there("{\"m\": {\"q\": {\"r\": 3}}}");
		assertThat(run()).isEqualTo("{\"m\":{\"o\":{\"p\":2}}}");
		editAt("/m/q/s", "4");
		assertThat(decide().conflicts()).singleElement()
			.satisfies((conflict) -> assertThat(conflict.member()).hasToString("/m/q"));
		editAt("/m/o/p", "3");
		assertThat(run()).isEqualTo("{\"m\":{\"o\":{\"p\":3}}}");
	}

	@Test
	void aMemberThatIsRemovedFromAnObjectIsRemovedThereAlone() {
		owner("/m/o", Owner.OPERATOR);
		agreeOn("{\"m\": {\"o\": 1, \"x\": 1}}");
		editAt("/m/o", "null");
		assertThat(run()).isEqualTo("{\"m\":{\"o\":null}}");
		assertThat(this.there).hasToString("{\"m\":{\"x\":1}}");
		agreeOn("{\"m\": {\"o\": 2}}");
		this.here = json("{}");
		assertThat(run()).isEqualTo("{\"m\":{\"o\":null}}");
		assertThat(this.there).hasToString("{\"m\":{\"x\":1}}");
	}

	@Test
	void whatASourceLacksAroundAMemberIsMade() {
		owner("/m/o/p", Owner.OPERATOR);
		here("{\"m\": {\"o\": {\"p\": 1}}}");
		assertThat(run()).isEqualTo("{\"m\":{\"o\":{\"p\":1}}}");
		assertThat(run()).isEmpty();
		editAt("/m/o/p", "2");
		assertThat(run()).isEqualTo("{\"m\":{\"o\":{\"p\":2}}}");
		assertThat(Trails.members(this.trails, T.id())).containsExactly(JsonPointer.parse("/m/o/p"));
	}

	@Test
	void anObjectWithoutMembersIsPushedWhereTheSourceHasNone() {
		owner("/m/o", Owner.OPERATOR);
		here("{\"m\": {}}");
		assertThat(run()).isEqualTo("{\"m\":{}}");
		assertThat(run()).isEmpty();
	}

	@Test
	void aMemberInsideAnotherFollowsItsOwnTrail() {
		owner("/m/o", Owner.OPERATOR);
		agreeOn("{\"m\": {\"o\": true, \"x\": 1}}");
		editAt("/m/o", "false");
		there("{\"m\": {\"o\": false, \"x\": 2}}");
		editAt("/m/o", "true");
		EntryPush push = decide();
		assertThat(push.conflicts()).isEmpty();
		assertThat(push.send().orElseThrow().patch()).hasToString("{\"m\":{\"o\":true}}");
	}

	@ParameterizedTest
	@EnumSource
	void aConflictInsideAnObjectIsAboutThatMemberAndFollowsItsPolicy(ConflictPolicy winner) {
		this.rules.put(JsonPointer.parse("/m/o"), new MemberRule(Optional.of(Owner.OPERATOR), Optional.of(winner)));
		agreeOn("{\"m\": {\"o\": \"x\", \"x\": 1}}");
		editAt("/m/o", "\"ours\"");
		there("{\"m\": {\"o\": \"theirs\", \"x\": 2}}");
		EntryPush push = decide();
		assertThat(push.conflicts()).singleElement().satisfies((conflict) -> {
			assertThat(conflict.member()).hasToString("/m/o");
			assertThat(conflict.winner()).isEqualTo(winner);
		});
		assertThat(push.send().map(EntrySend::patch).map(Json::toString)).isEqualTo(
				(winner == ConflictPolicy.PERSISTENT) ? Optional.of("{\"m\":{\"o\":\"ours\"}}") : Optional.empty());
	}

	@Test
	void aSourceIsToldInItsOwnWords() {
		owner("/type", Owner.OPERATOR);
		EntryRef ref = EntryRef.of(Kind.AGENTS, "a");
		JsonObject runtime = json("{\"agent_type\": \"worker\"}");
		this.policy = ConflictPolicy.PERSISTENT;
		EntrySend send = new EntryPush(new Entry(ref, json("{\"id\": \"a\", \"type\": \"planner\"}")), runtime,
				JsonObject.EMPTY, policy())
			.send()
			.orElseThrow();
		assertThat(send.patch()).hasToString("{\"agent_type\":\"planner\"}");
		assertThat(send.membersIn(List.of(JsonPointer.of("agent_type")))).containsExactly(JsonPointer.of("type"));
		EntrySend same = new EntryPush(new Entry(ref, json("{\"type\": \"planner\"}")),
				json("{\"agent_type\": \"x\", \"type\": \"worker\"}"), JsonObject.EMPTY, policy())
			.send()
			.orElseThrow();
		assertThat(same.patch()).hasToString("{\"type\":\"planner\"}");
	}

	@Test
	void nothingIsPushedOverWhatIsNoObjectAndTheSources() {
		owner("/m/o", Owner.OPERATOR);
		agreeOn("{\"m\": {\"o\": 1}}");
		this.there = json("{\"m\": \"text\"}");
		assertThat(run()).isEmpty();
		this.there = json("{\"m\": {\"o\": 1}}");
		editAt("/m/o", "2");
		assertThat(run()).isEqualTo("{\"m\":{\"o\":2}}");
	}

	@Test
	void nothingIsPushedOverAnObjectThatHoldsWhatIsTheSources() {
		owner("/m", Owner.OPERATOR);
		owner("/m/theirs", Owner.RUNTIME);
		agreeOn("{\"m\": {\"x\": 1, \"theirs\": 1}}");
		this.here = json("{\"m\": \"text\"}");
		assertThat(run()).isEmpty();
		this.there = json("{\"m\": {\"x\": 1}}");
		this.here = json("{\"m\": {\"x\": 1}}");
		run();
		editAt("/m", "\"text\"");
		assertThat(run()).isEqualTo("{\"m\":\"text\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/m", "/m/o", "/m/o/deeper" })
	void whatTheSourceRefusesConcernsTheMembersThatItHoldsOrIsPartOf(String refused) {
		owner("/m/o", Owner.OPERATOR);
		here("{\"m\": {\"o\": {\"deeper\": 1}}, \"notes\": 1}");
		EntrySend send = decide().send().orElseThrow();
		assertThat(send.membersIn(List.of(JsonPointer.parse(refused)))).containsExactly(JsonPointer.parse("/m/o"));
		assertThat(send.membersIn(List.of(JsonPointer.parse("/m/other")))).isEmpty();
		assertThat(send.reducedTo(JsonPointer.of("notes")::equals).orElseThrow().patch()).hasToString("{\"notes\":1}");
	}

}
