package dev.registrysync.reconcile;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.Kind;
import org.junit.jupiter.api.Test;

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

}
