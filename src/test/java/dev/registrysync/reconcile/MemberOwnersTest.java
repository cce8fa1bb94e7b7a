package dev.registrysync.reconcile;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class MemberOwnersTest {

	private static JsonObject json(String text) {
		return (JsonObject) JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void whatTheSourceNeverSentIsTheOperators() {
		MemberOwners owners = new MemberOwners(Kind.AGENTS, MemberRules.DEFAULT,
				json("{\"agent_type\": \"x\", \"enabled\": true}"), Set.of());
		assertThat(owners.of(JsonPointer.of("team"))).isEqualTo(Owner.OPERATOR);
		assertThat(owners.of(JsonPointer.of("description"))).isEqualTo(Owner.OPERATOR);
		assertThat(owners.of(JsonPointer.of("enabled"))).isEqualTo(Owner.OPERATOR);
	}

	@Test
	void whatTheSourceSentIsItsOwnUnderBothNames() {
		MemberOwners owners = new MemberOwners(Kind.AGENTS, MemberRules.DEFAULT,
				json("{\"agent_type\": \"x\", \"cost\": null}"), Set.of());
		assertThat(owners.of(JsonPointer.of("type"))).isEqualTo(Owner.RUNTIME);
		assertThat(owners.of(JsonPointer.of("agent_type"))).isEqualTo(Owner.RUNTIME);
		assertThat(owners.of(JsonPointer.of("cost"))).isEqualTo(Owner.RUNTIME);
	}

	@Test
	void nobodyEditsTheIdNorWhatSyncWrites() {
		MemberOwners owners = new MemberOwners(Kind.TOOLS, MemberRules.DEFAULT, null, Set.of());
		assertThat(owners.of(JsonPointer.of("id"))).isEqualTo(Owner.RUNTIME);
		assertThat(owners.of(JsonPointer.of("identity"))).isEqualTo(Owner.SYNC);
		assertThat(owners.of(JsonPointer.of("missing_since"))).isEqualTo(Owner.SYNC);
		assertThat(owners.of(JsonPointer.of("description"))).isEqualTo(Owner.OPERATOR);
	}

	@Test
	void aPartThatWasGivenToTheOperatorsIsTheirsThoughTheSourceSendsIt() {
		JsonPointer priority = JsonPointer.parse("/metadata/priority");
		MemberRules rules = MemberRules.DEFAULT.with(priority,
				new MemberRule(Optional.of(Owner.OPERATOR), Optional.empty()));
		MemberOwners owners = new MemberOwners(Kind.AGENTS, rules,
				json("{\"metadata\": {\"priority\": 1, \"size\": 2}}"), Set.of());
		assertThat(owners.differBelow(JsonPointer.of("metadata"))).isTrue();
		assertThat(owners.of(priority)).isEqualTo(Owner.OPERATOR);
		assertThat(owners.of(JsonPointer.parse("/metadata/size"))).isEqualTo(Owner.RUNTIME);
		assertThat(owners.of(JsonPointer.parse("/metadata/colour"))).isEqualTo(Owner.OPERATOR);
	}

	@Test
	void whatAnEntryHasFromHereStaysTheOperatorsWithAllThatIsInIt() {
		MemberOwners owners = new MemberOwners(Kind.AGENTS, MemberRules.DEFAULT,
				json("{\"metadata\": {\"team\": {\"lead\": 1}, \"size\": 2}}"),
				Set.of(JsonPointer.parse("/metadata/team")));
		assertThat(owners.of(JsonPointer.parse("/metadata/team/lead"))).isEqualTo(Owner.OPERATOR);
		assertThat(owners.of(JsonPointer.parse("/metadata/size"))).isEqualTo(Owner.RUNTIME);
		assertThat(owners.of(JsonPointer.of("metadata"))).isEqualTo(Owner.RUNTIME);
	}

	/**
	 * The rule gives {@code /m} to the operators, and {@code /m/theirs} to the runtime;
	 * of {@code /r} only {@code /r/ours} is the operators'.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{\"m\": {\"x\": 2}, \"r\": {\"ours\": 2}}|{}", "{\"m\": {\"theirs\": 2}}|{/m/theirs=RUNTIME}",
					"{\"m\": null}|{/m/theirs=RUNTIME}", "{\"m\": \"text\"}|{/m/theirs=RUNTIME}",
					"{\"r\": null}|{/r=RUNTIME}", "{\"r\": {\"ours\": null, \"x\": 1}}|{/r/x=RUNTIME}",
					"{\"text\": {\"ours\": 1}}|{/text=RUNTIME}", "{\"new\": {\"ours\": 1}}|{}" })
	void aPatchIsTheOperatorsUnlessItChangesOrTakesAwayWhatIsOthers(String patch, String others) {
		MemberRule operator = new MemberRule(Optional.of(Owner.OPERATOR), Optional.empty());
		MemberRule runtime = new MemberRule(Optional.of(Owner.RUNTIME), Optional.empty());
		MemberRules rules = MemberRules.DEFAULT.with(JsonPointer.of("m"), operator)
			.with(JsonPointer.parse("/m/theirs"), runtime)
			.with(JsonPointer.parse("/r/ours"), operator)
			.with(JsonPointer.parse("/text/ours"), operator)
			.with(JsonPointer.parse("/new/ours"), operator);
		JsonObject entry = json(
				"{\"m\": {\"x\": 1, \"theirs\": 1}, \"r\": {\"ours\": 1, \"x\": 0}, \"text\": \"text\"}");
		MemberOwners owners = new MemberOwners(Kind.AGENTS, rules, entry, Set.of());
		assertThat(owners.othersIn(json(patch), entry)).hasToString(others);
	}

}
