package dev.registrysync.keys;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static dev.registrysync.keys.TestKeystore.agent;
import static dev.registrysync.keys.TestKeystore.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class IdentityAliasesTest {

	@Test
	void anAliasNamesAnAgentOrAnEntityOfAKind() {
		IdentityAliases aliases = IdentityAliases
			.of(Map.of("agent.one", "agent_two", "x", "tools/t", "y", "agents/z", "odd", "a/b"));
		assertThat(aliases.resolve(agent("agent.one"))).isEqualTo(agent("agent_two"));
		assertThat(aliases.resolve(tool("agent.one"))).isEqualTo(tool("agent.one"));
		assertThat(aliases.resolve(agent("x"))).isEqualTo(tool("t"));
		assertThat(aliases.resolve(agent("y"))).isEqualTo(agent("z"));
		assertThat(aliases.resolve(agent("odd"))).isEqualTo(agent("a/b"));
		assertThat(aliases.resolve(agent("agent_two"))).isEqualTo(agent("agent_two"));
		assertThat(aliases.of(tool("t"))).containsExactly(agent("x"));
	}

	@Test
	void chainsCirclesAndAliasesToThemselvesAreRefused() {
		refuses(Map.of("a", "a"), "leads to itself");
		refuses(Map.of("a", "b", "b", "c"), "an alias itself");
		refuses(Map.of("a", "b", "b", "a"), "an alias itself");
		refuses(Map.of("a", ""), "\"a\"");
		refuses(Map.of("a", "tools/"), "\"a\"");
		refuses(Map.of("a\n", "b"), "control");
	}

	private static void refuses(Map<String, String> aliases, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> IdentityAliases.of(aliases))
			.withMessageContaining(reason);
	}

}
