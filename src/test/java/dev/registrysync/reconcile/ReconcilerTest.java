package dev.registrysync.reconcile;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RuntimeEntries;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReconcilerTest {

	private static final Instant NOW = Instant.parse("2026-11-22T12:00:00.5Z");

	private static final JsonNumber NOW_NUMBER = new JsonNumber("1795348800.5");

	private final ReconcileFixture fixture = new ReconcileFixture(NOW);

	private Plan plan(Kind kind, String base, String runtime, String persistent) {
		return this.fixture.plan(kind, base, runtime, persistent);
	}

	private Plan plan(String base, RuntimeEntries runtime, String persistent) {
		return this.fixture.plan(base, runtime, persistent);
	}

	private Plan agents(String base, String runtime, String persistent) {
		return this.fixture.plan(Kind.AGENTS, base, runtime, persistent);
	}

	private static EntryTable table(String json) {
		return ReconcileFixture.table(json);
	}

	private static PlannedChange only(Plan plan) {
		assertThat(plan.changes()).hasSize(1);
		return plan.changes().get(0);
	}

	private static JsonObject after(Plan plan) {
		return only(plan).after().orElseThrow().members();
	}

	@Test
	void theNextBaseHasWhatTheSourceSaysInItsOrderAndThenWhatItDoesNotName() {
		String base = "{\"gone\": {\"n\": 0}, \"a\": {\"n\": 1}, \"b\": {\"n\": 1}}";
		String runtime = "{\"new\": {\"n\": 9}, \"b\": {\"n\": 1}, \"a\": {\"n\": 2}}";
		Plan plan = this.fixture.plan(Kind.TOOLS, base, runtime, base);
		assertThat(plan.nextBase().ids().stream().map(EntryId::value)).containsExactly("new", "b", "a", "gone");
		assertThat(plan.nextBase().find(new EntryId("a")).orElseThrow()).hasToString("{\"n\":2}");
		assertThat(plan.nextBase().find(new EntryId("gone")).orElseThrow()).hasToString("{\"n\":0}");
	}

	@Test
	void addsAnAgentInThePlatformsForm() {
		Plan plan = agents("{}",
				"""
						{"a": {"agent_id": "a", "agent_type": "kernel", "status": "busy", "registered_at": 5.5, "extra": [1]}}""",
				"{}");
		assertThat(only(plan).action()).isEqualTo(Action.ADDED);
		assertThat(after(plan)).hasToString(
				"""
						{"id":"a","name":"a","type":"kernel","description":"","version":"1.0.0","enabled":true,"status":"busy",\
						"registered_at":5.5,"identity":{"public_key":null,"signature":null},"created_at":1795348800.5,\
						"created_by":"registry_sync_tool","last_updated":1795348800.5,"last_updated_at":1795348800.5,"extra":[1]}""");
		assertThat(plan.nextBase().find(new EntryId("a"))).isPresent();
	}

	@Test
	void addsAToolAsItIs() {
		Plan plan = plan(Kind.TOOLS, "{}", "{\"t\": {\"class_name\": \"T\", \"enabled\": false}}", "{}");
		assertThat(after(plan)).hasToString(
				"{\"class_name\":\"T\",\"enabled\":false,\"identity\":{\"public_key\":null,\"signature\":null}}");
	}

	@Test
	void takesWhatOnlyTheRuntimeChanged() {
		Plan plan = agents("{\"a\": {\"description\": \"x\", \"p\": 1}}", "{\"a\": {\"description\": \"y\"}}",
				"{\"a\": {\"description\": \"x\", \"p\": 1, \"ours\": 2}}");
		assertThat(only(plan).action()).isEqualTo(Action.UPDATED);
		assertThat(after(plan)).hasToString("{\"description\":\"y\",\"ours\":2}");
		assertThat(plan.conflicts()).isEmpty();
	}

	@Test
	void keepsWhatOnlyThePersistentSideChanged() {
		Plan plan = agents("{\"a\": {\"description\": \"x\", \"p\": 1}}", "{\"a\": {\"description\": \"x\", \"p\": 1}}",
				"{\"a\": {\"description\": \"edited\"}}");
		assertThat(plan.changes()).isEmpty();
		assertThat(plan.unchanged()).isEqualTo(1);
	}

	@Test
	void theBaseIsTheTableOfTheSourceWhereItSaysTheSame() {
		String persistent = """
				{"a": {"n": 1, "identity": {"public_key": "%1$s"}}, "b": {"n": 2, "identity": {"public_key": "%1$s"}}}"""
			.formatted("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
		RuntimeEntries runtime = new RuntimeEntries(Kind.AGENTS, table("{\"a\": {\"n\": 1}, \"b\": {\"n\": 2}}"),
				Map.of(), JsonObject.EMPTY, true);
		for (String base : List.of("{\"a\": {\"n\": 1}, \"b\": {\"n\": 2}}", "{\"b\": {\"n\": 2}, \"a\": {\"n\": 0}}",
				"{\"a\": {\"n\": 1}}")) {
			assertThat(this.fixture.plan(base, runtime, persistent).nextBase()).isSameAs(runtime.entries());
		}
	}

	@Test
	void theBaseIsATableOfItsOwnWhereTheSourceLacksWhatItHad() {
		String persistent = "{\"a\": {\"n\": 1}, \"b\": {\"n\": 2}}";
		Plan plan = agents(persistent, "{\"a\": {\"n\": 1}}", persistent);
		assertThat(plan.nextBase().sameEntries(table(persistent))).isTrue();
	}

	@Test
	void theSameChangeOnBothSidesIsNoConflict() {
		Plan plan = agents("{\"a\": {\"n\": 1}}", "{\"a\": {\"n\": 2}}", "{\"a\": {\"n\": 2.0}}");
		assertThat(plan.changes()).isEmpty();
		assertThat(plan.conflicts()).isEmpty();
		assertThat(plan.nextBase().find(new EntryId("a")).orElseThrow()).hasToString("{\"n\":2}");
	}

	@Test
	void aConflictKeepsBothValuesWhoeverWins() {
		String base = "{\"a\": {\"d\": \"x\"}}";
		String runtime = "{\"a\": {\"d\": \"theirs\"}}";
		String persistent = "{\"a\": {\"d\": \"ours\"}}";
		for (ConflictPolicy policy : ConflictPolicy.values()) {
			this.fixture.rules(new MemberRules(policy, Map.of()));
			Plan plan = agents(base, runtime, persistent);
			assertThat(plan.conflicts()).singleElement().satisfies((conflict) -> {
				assertThat(conflict.base()).contains(new JsonString("x"));
				assertThat(conflict.runtime()).contains(new JsonString("theirs"));
				assertThat(conflict.persistent()).contains(new JsonString("ours"));
				assertThat(conflict.winner()).isEqualTo(policy);
			});
			Action expected = (policy == ConflictPolicy.RUNTIME) ? Action.UPDATED : Action.CONFLICTED;
			assertThat(only(plan).action()).isEqualTo(expected);
			String base2 = (policy == ConflictPolicy.MANUAL) ? "x" : "theirs";
			assertThat(plan.nextBase().find(new EntryId("a")).orElseThrow().findText("d")).contains(base2);
		}
	}

	@Test
	void onceDecidedForThePersistentSideAConflictIsOver() {
		this.fixture.rules(new MemberRules(ConflictPolicy.PERSISTENT, Map.of()));
		Plan plan = agents("{\"a\": {\"d\": \"theirs\"}}", "{\"a\": {\"d\": \"theirs\"}}",
				"{\"a\": {\"d\": \"ours\"}}");
		assertThat(plan.changes()).isEmpty();
		assertThat(plan.conflicts()).isEmpty();
	}

	@Test
	void atTheFirstContactAgentsTakeTypeDescriptionAndStatusAndToolsKeepTheirs() {
		String runtime = "{\"a\": {\"type\": \"r\", \"description\": \"r\", \"status\": \"r\", \"other\": \"r\", \"new\": 1}}";
		String persistent = "{\"a\": {\"type\": \"p\", \"description\": \"p\", \"status\": \"p\", \"other\": \"p\"}}";
		assertThat(after(agents("{}", runtime, persistent)))
			.hasToString("{\"type\":\"r\",\"description\":\"r\",\"status\":\"r\",\"other\":\"p\",\"new\":1}");
		assertThat(after(plan(Kind.TOOLS, "{}", runtime, persistent)))
			.hasToString("{\"type\":\"p\",\"description\":\"p\",\"status\":\"p\",\"other\":\"p\",\"new\":1}");
	}

	@Test
	void whatOperatorsOwnIsTakenForNewEntriesOnly() {
		String runtime = "{\"a\": {\"enabled\": false, \"access_control\": {}, \"labels\": [1], \"notes\": \"r\"}}";
		assertThat(after(agents("{}", runtime, "{}")).find("enabled")).hasToString("Optional[false]");
		assertThat(agents("{\"a\": {}}", runtime, "{\"a\": {\"enabled\": true}}").changes()).isEmpty();
	}

	@Test
	void whatWeOwnIsNeverTakenFromASource() {
		String runtime = "{\"a\": {\"last_updated\": 1, \"last_updated_at\": 1, \"missing_since\": 1}}";
		assertThat(agents("{}", runtime, "{\"a\": {}}").changes()).isEmpty();
		assertThat(after(agents("{}", runtime, "{}")).has("missing_since")).isFalse();
		assertThat(after(agents("{}", runtime, "{}")).find("last_updated")).contains(NOW_NUMBER);
	}

	@Test
	void aNewRegistrationTimeAloneIsNoChange() {
		String base = "{\"a\": {\"d\": 1, \"registered_at\": 1.0}}";
		String persistent = "{\"a\": {\"d\": 1, \"registered_at\": 1.0}}";
		Plan quiet = agents(base, "{\"a\": {\"d\": 1, \"registered_at\": 2.0}}", persistent);
		assertThat(quiet.changes()).isEmpty();
		assertThat(quiet.nextBase().sameEntries(EntryTable.builder().addFrom(table(base), new EntryId("a")).build()))
			.isTrue();
		Plan loud = agents(base, "{\"a\": {\"d\": 2, \"registered_at\": 2.0}}", persistent);
		assertThat(after(loud)).hasToString("{\"d\":2,\"registered_at\":2.0}");
	}

	@Test
	void anEntryWithoutATimeOfRegistrationGetsOneAtTheFirstContact() {
		Plan plan = agents("{}", "{\"a\": {\"d\": 1, \"registered_at\": 2.0}}", "{\"a\": {\"d\": 1}}");
		assertThat(after(plan)).hasToString("{\"d\":1,\"registered_at\":2.0}");
	}

	@Test
	void leavesOutWhenItRegisteredIfTheRegistryDoes() {
		Plan plan = agents("{\"a\": {\"d\": 1, \"registered_at\": 1.0}}", "{\"a\": {\"d\": 1, \"registered_at\": 2.0}}",
				"{\"a\": {\"d\": 1}}");
		assertThat(plan.changes()).isEmpty();
	}

	@Test
	void absenceMarksAndNeverDeletes() {
		Plan plan = agents("{\"a\": {}, \"b\": {}}", "{\"b\": {}}",
				"{\"a\": {\"status\": \"active\", \"k\": 1}, \"b\": {}}");
		assertThat(only(plan).action()).isEqualTo(Action.MISSING);
		assertThat(after(plan)).hasToString("{\"status\":\"missing\",\"k\":1,\"missing_since\":1795348800.5}");
		assertThat(plan.nextBase().has(new EntryId("a"))).isTrue();
	}

	@Test
	void anEntryThatIsMarkedAlreadyIsLeftAlone() {
		Plan plan = agents("{\"a\": {}, \"b\": {}}", "{\"b\": {}}",
				"{\"a\": {\"status\": \"missing\", \"missing_since\": 1.0}, \"b\": {}}");
		assertThat(plan.changes()).isEmpty();
		assertThat(plan.hold()).isEmpty();
	}

	@Test
	void anEntryThatReturnsGetsTheRuntimesStatus() {
		Plan plan = agents("{\"a\": {\"status\": \"active\"}}", "{\"a\": {\"status\": \"active\"}}",
				"{\"a\": {\"status\": \"missing\", \"missing_since\": 1.0}}");
		assertThat(only(plan).action()).isEqualTo(Action.REACTIVATED);
		assertThat(after(plan)).hasToString("{\"status\":\"active\"}");
	}

	@Test
	void onlyWhatASourceHadCanBeAbsentFromIt() {
		assertThat(agents("{}", "{}", "{\"a\": {}, \"b\": {}}").changes()).isEmpty();
		assertThat(agents("{}", "{}", "{\"a\": {}, \"b\": {}}").hold()).isEmpty();
	}

	@Test
	void anEmptyAnswerIsHeldAndAppliedOnceApproved() {
		String base = "{\"a\": {}, \"b\": {}}";
		String persistent = "{\"a\": {}, \"b\": {}}";
		Plan held = agents(base, "{}", persistent);
		assertThat(held.changes()).isEmpty();
		assertThat(held.hold().map(Hold::absent)).isEqualTo(Optional.of(List.of(new EntryId("a"), new EntryId("b"))));
		this.fixture.approved = true;
		assertThat(agents(base, "{}", persistent).counts()).containsEntry(Action.MISSING, 2);
	}

	@Test
	void aShrunkenAnswerIsHeldAboveTheFloorAndItsAdditionsAreApplied() {
		StringBuilder all = new StringBuilder("{\"x0\": {}");
		for (int i = 1; i < 10; i++) {
			all.append(", \"x").append(i).append("\": {}");
		}
		String entries = all.append('}').toString();
		String six = "{\"x0\": {}, \"x1\": {}, \"x2\": {}, \"x3\": {}, \"x4\": {}, \"x5\": {}, \"new\": {}}";
		Plan four = agents(entries, six, entries);
		assertThat(four.hold()).isPresent();
		assertThat(only(four).action()).isEqualTo(Action.ADDED);
		String seven = six.replace("\"new\": {}", "\"x6\": {}");
		assertThat(agents(entries, seven, entries).counts()).containsEntry(Action.MISSING, 3);
	}

	@Test
	void aQuarantinedEntryKeepsItsLastGoodVersionAndIsNotAbsent() {
		RuntimeEntries runtime = new RuntimeEntries(Kind.AGENTS, EntryTable.EMPTY, Map.of("a", "no object"),
				JsonObject.EMPTY, true);
		Plan plan = plan("{\"a\": {\"d\": 1}}", runtime, "{\"a\": {\"d\": 1}}");
		assertThat(plan.changes()).isEmpty();
		assertThat(plan.hold()).isEmpty();
		assertThat(plan.malformed()).containsEntry("a", "no object");
		assertThat(plan.nextBase().has(new EntryId("a"))).isTrue();
	}

	@Test
	void nothingIsAbsentFromAnAnswerWithNamelessEntries() {
		RuntimeEntries runtime = new RuntimeEntries(Kind.AGENTS, table("{\"b\": {}}"), Map.of("agents[1]", "no id"),
				JsonObject.EMPTY, false);
		assertThat(plan("{\"a\": {}, \"b\": {}}", runtime, "{\"a\": {}, \"b\": {}}").changes()).isEmpty();
	}

	@Test
	void aMalformedEntryInTheFileIsLeftAlone() {
		Plan plan = agents("{}", "{\"a\": {\"d\": 1}}", "{\"a\": \"text\"}");
		assertThat(plan.changes()).isEmpty();
		assertThat(plan.malformed()).containsKey("a");
	}

	@Test
	void anIdentityThatOnlyTheSourceHasIsAdoptedUnlessItIsAttested() {
		String address = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
		String foreign = "{\"a\": {\"identity\": {\"public_key\": \"%s\"}}}".formatted(address);
		String attested = "{\"a\": {\"identity\": {\"public_key\": \"%s\", \"attestation\": {}}}}".formatted(address);
		String none = "{\"a\": {\"identity\": {\"public_key\": \"PENDING_X\"}}}";
		assertThat(after(agents("{}", foreign, none)).toString()).contains(address);
		assertThat(after(agents("{}", foreign, "{}")).toString()).contains(address);
		assertThat(agents("{}", attested, none).changes()).isEmpty();
		assertThat(after(agents("{}", attested, "{}")).toString()).doesNotContain(address);
		String ours = "{\"a\": {\"identity\": {\"public_key\": \"0x70997970C51812dc3A010C7d01b50e0d17dc79C8\"}}}";
		assertThat(agents("{}", foreign, ours).changes()).isEmpty();
	}

}
