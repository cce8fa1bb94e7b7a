package dev.registrysync.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.registrysync.console.ConsoleFixture.ADDRESS_1;
import static dev.registrysync.console.ConsoleFixture.ADDRESS_2;
import static dev.registrysync.console.ConsoleFixture.ADDRESS_3;
import static dev.registrysync.console.ConsoleFixture.KEY_1;
import static dev.registrysync.console.ConsoleFixture.KEY_2;
import static dev.registrysync.console.ConsoleFixture.KEY_3;
import static org.assertj.core.api.Assertions.assertThat;

class ImportEnvCommandTest {

	@TempDir
	private Path directory;

	private ConsoleFixture console;

	@BeforeEach
	void makeConsole() {
		this.console = new ConsoleFixture(this.directory);
	}

	private Path env(String... lines) {
		return this.console.write("wallet_keys.env", String.join("\n", lines) + "\n");
	}

	private Path ids(String... lines) {
		return this.console.write("ids", String.join("\n", lines) + "\n");
	}

	@Test
	void importsTheKeysOfKnownIds() {
		Path env = env("# keys", "", "MINDX_WALLET_PK_AGENT_ONE=0x" + KEY_1,
				"  MINDX_WALLET_PK_TOOL_X = " + KEY_2.toUpperCase(Locale.ROOT) + "  # of a tool", "OTHER=thing",
				"export MINDX_WALLET_PK_GONE='" + KEY_3 + "'\r");
		Path ids = ids("# known", "agents/agent-one", "tools/x", "agents/new");
		this.console.run("import", "env", env, "--ids", ids)
			.hasCode(0)
			.says("agents/agent-one " + ADDRESS_1 + " imported", "tools/x " + ADDRESS_2 + " imported",
					"agents/new - no key in the store", "Left over", "MINDX_WALLET_PK_GONE",
					"2 imported, 0 already there, 0 not imported, 1 without a key in the store, 1 left over.");
		this.console.run("import", "env", env, "--ids", ids).hasCode(0).says("0 imported, 2 already there");
	}

	@Test
	void aDryRunWritesNothing() {
		this.console.writeAgents("a", "");
		Map<String, String> before = this.console.tree("data");
		Path env = env("MINDX_WALLET_PK_A=" + KEY_1);
		this.console.run("import", "env", env, "--dry-run")
			.hasCode(0)
			.says("agents/a " + ADDRESS_1 + " would be imported", "Dry run: nothing was written.");
		assertThat(this.console.tree("data")).isEqualTo(before);
		this.console.useData("none");
		this.console.run("import", "env", env, "--dry-run", "--ids", ids("agents/a"))
			.hasCode(0)
			.says("would be imported");
		assertThat(this.console.path("none")).doesNotExist();
	}

	@Test
	void showsHowFarLongWorkIs() {
		String[] ids = IntStream.range(0, 1000).mapToObj((i) -> "agents/a" + i).toArray(String[]::new);
		this.console.run("import", "env", env("#"), "--ids", ids(ids))
			.hasCode(0)
			.complains("Reading: 100 of 1000", "Reading: 1000 of 1000");
	}

	@Test
	void takesTheIdsFromTheRegistryFiles() {
		this.console.writeAgents("a", "PENDING_FRESH_SYNC", "b", ADDRESS_2);
		this.console.run("import", "env", env("MINDX_WALLET_PK_A=" + KEY_1, "MINDX_WALLET_PK_B=" + KEY_2))
			.hasCode(0)
			.says("2 imported");
	}

	@Test
	void importsForNeitherOfTwoIdsWithOneName() {
		this.console
			.run("import", "env", env("MINDX_WALLET_PK_AGENT_ONE=" + KEY_1, "MINDX_WALLET_PK_B=" + KEY_2), "--ids",
					ids("agents/agent-one", "agents/agent.one", "agents/AGENT_ONE", "agents/b"))
			.hasCode(1)
			.says("agents/agent-one - not imported: the name MINDX_WALLET_PK_AGENT_ONE in the store is also that of agents/agent.one, agents/AGENT_ONE",
					"agents/AGENT_ONE - not imported", "agents/b " + ADDRESS_2 + " imported", "1 imported");
	}

	@Test
	void importsForNeitherAnAgentNorAToolWithOneName() {
		this.console
			.run("import", "env", env("MINDX_WALLET_PK_TOOL_X=" + KEY_1), "--ids", ids("agents/tool_x", "tools/x"))
			.hasCode(1)
			.says("0 imported, 0 already there, 2 not imported");
	}

	@Test
	void importsForNeitherOfTwoIdsThatShareAKey() {
		this.console
			.run("import", "env", env("MINDX_WALLET_PK_A=" + KEY_1, "MINDX_WALLET_PK_B=" + KEY_1), "--ids",
					ids("agents/a", "agents/b"))
			.hasCode(1)
			.says("agents/a " + ADDRESS_1 + " not imported: it shares its key with agents/b", "0 imported");
		assertThat(this.console.path("data/keystore")).doesNotExist();
	}

	@Test
	void knowsPythonsNamesOfUnicodeIds() {
		this.console
			.run("import", "env", env("MINDX_WALLET_PK_ÜBER_STRASSE_²=" + KEY_1, "MINDX_WALLET_PK_代理_1=" + KEY_2),
					"--ids", ids("agents/über ☃☃straße.²", "agents/代理-1"))
			.hasCode(0)
			.says("2 imported");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "zz | character 1 is not a hex digit",
			"abcd | there are 4 hex digits instead of 64", "`` | there are 0 hex digits",
			"0000000000000000000000000000000000000000000000000000000000000000 | the key is zero",
			"fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141 | not below the order of the curve" })
	void aMalformedKeyMeansThatNothingIsImported(String value, String message) {
		this.console
			.run("import", "env", env("MINDX_WALLET_PK_A=" + KEY_1, "MINDX_WALLET_PK_B=" + value), "--ids",
					ids("agents/a"))
			.hasCode(1)
			.complains("nothing is imported", "line 2: MINDX_WALLET_PK_B: ", message);
		assertThat(this.console.path("data/keystore")).doesNotExist();
	}

	@Test
	void aNameThatStandsThereTwiceMeansThatNothingIsImported() {
		this.console
			.run("import", "env", env("MINDX_WALLET_PK_A=" + KEY_1, "#", "MINDX_WALLET_PK_A=" + KEY_2), "--ids",
					ids("agents/a"))
			.hasCode(1)
			.complains("line 3: MINDX_WALLET_PK_A stands in line 1 already");
	}

	@Test
	void aBareKeyIsNotQuoted() {
		this.console.run("import", "env", env(KEY_1), "--ids", ids("agents/a"))
			.hasCode(1)
			.complains("line 1 is neither a comment nor NAME=VALUE");
	}

	@Test
	void aliasesNameTheIdInTheStore() {
		Path aliases = this.console.write("aliases", "coordinator_agent = coordinator_agent_main\ntools/x = y\n");
		Path env = env("MINDX_WALLET_PK_COORDINATOR_AGENT_MAIN=" + KEY_1, "MINDX_WALLET_PK_TOOL_Y=" + KEY_2,
				"MINDX_WALLET_PK_COORDINATOR_AGENT=" + KEY_3);
		this.console
			.run("import", "env", env, "--ids", ids("agents/coordinator_agent", "tools/x"), "--aliases", aliases)
			.hasCode(0)
			.says("agents/coordinator_agent " + ADDRESS_1 + " imported", "tools/x " + ADDRESS_2 + " imported");
		this.console.run("import", "env", env, "--ids", ids("agents/b"), "--aliases", aliases)
			.hasCode(1)
			.complains("agents/coordinator_agent is not one of the known ids");
	}

	@Test
	void anAliasToAKnownIdIsACollision() {
		Path aliases = this.console.write("aliases", "a = b\n");
		this.console
			.run("import", "env", env("MINDX_WALLET_PK_B=" + KEY_1), "--ids", ids("agents/a", "agents/b"), "--aliases",
					aliases)
			.hasCode(1)
			.says("agents/a - not imported", "agents/b - not imported");
	}

	@Test
	void neverReplacesAnotherKey() {
		Path ids = ids("agents/a", "agents/b");
		this.console.run("import", "env", env("MINDX_WALLET_PK_A=" + KEY_1), "--ids", ids).hasCode(0);
		Map<String, String> before = this.console.tree("data");
		this.console.run("import", "env", env("MINDX_WALLET_PK_A=" + KEY_2), "--ids", ids)
			.hasCode(1)
			.says("not imported: it has another key in the keystore, " + ADDRESS_1);
		this.console.run("import", "env", env("MINDX_WALLET_PK_B=" + KEY_1), "--ids", ids)
			.hasCode(1)
			.says("not imported: the keystore has this key already, as that of agents/a");
		assertThat(this.console.tree("data")).isEqualTo(before);
	}

	@Test
	void doesNotImportAKeyThatContradictsTheRegistry() {
		this.console.writeAgents("a", ADDRESS_3, "b", "", "c", ADDRESS_2);
		this.console.run("import", "env", env("MINDX_WALLET_PK_A=" + KEY_1, "MINDX_WALLET_PK_B=" + KEY_2))
			.hasCode(1)
			.says("agents/a " + ADDRESS_1 + " not imported: the registry says its address is " + ADDRESS_3,
					"agents/b " + ADDRESS_2 + " not imported: the registry says this is the address of agents/c");
	}

	@Test
	void theAgentVaultHasItsOwnNames() {
		Path vault = this.console.write("agent_keys.env",
				"MINDX_WALLET_PK_AGENT__ONE=" + KEY_1 + "\nMINDX_WALLET_PK_B C=" + KEY_2 + "\n");
		this.console.run("import", "agent-vault", vault, "--ids", ids("agents/agent-.one", "agents/b c"))
			.hasCode(0)
			.says("2 imported");
		this.console.useData("other");
		this.console.run("import", "agent-vault", vault, "--ids", ids("agents/agent-.one", "agents/agent..one"))
			.hasCode(1)
			.says("0 imported, 0 already there, 2 not imported", "MINDX_WALLET_PK_B C");
		this.console.useData("third");
		this.console
			.run("import", "agent-vault", this.console.write("k.env", "MINDX_WALLET_PK_AGENT_ONE=" + KEY_1), "--ids",
					ids("agents/agent-one", "agents/agent.one", "agents/AGENT_ONE"))
			.hasCode(1)
			.says("3 not imported");
	}

	@Test
	void namesWhatCannotBeRead() throws Exception {
		Path ids = ids("agents/a");
		this.console.run("import", "env", this.console.path("none"), "--ids", ids)
			.hasCode(1)
			.complains("none is not there.");
		this.console.run("import", "env", Files.createDirectory(this.console.path("dir")), "--ids", ids)
			.hasCode(1)
			.complains("dir is a directory, not a file.");
		this.console.run("import", "env", env("#"), "--ids", ids("agent/a"))
			.hasCode(1)
			.complains("line 1: this is neither agents/ID nor tools/ID.");
		this.console.run("import", "env", env("#")).hasCode(1).complains("No ids are known");
	}

	@Test
	void anUnreadableRegistryIsNotTakenForAnEmptyOne() {
		this.console.write("data/config/official_agents_registry.json", "{\"registered_agents\": {");
		this.console.run("import", "env", env("MINDX_WALLET_PK_A=" + KEY_1), "--ids", ids("agents/a"))
			.hasCode(1)
			.complains("official_agents_registry.json is not a registry");
		assertThat(this.console.path("data/keystore")).doesNotExist();
	}

}
