package dev.registrysync.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.registrysync.console.ConsoleFixture.ADDRESS_1;
import static dev.registrysync.console.ConsoleFixture.ADDRESS_2;
import static dev.registrysync.console.ConsoleFixture.KEY_1;
import static dev.registrysync.console.ConsoleFixture.KEY_2;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Entries that use the key of another, by {@code registry-sync.identity-aliases}.
 */
class AliasedIdentitiesTest {

	private static final String SETTINGS = "registry-sync.identity-aliases: {coordinator: coordinator_main, t: tools/t}";

	@TempDir
	private Path directory;

	private ConsoleFixture console;

	private Path words;

	@BeforeEach
	void makeConsole() {
		this.console = new ConsoleFixture(this.directory);
		this.console.writeSettings(SETTINGS);
		this.words = this.console.write("words", "words of a passphrase");
	}

	private ConsoleFixture.Result importKeys(String... lines) {
		return this.console.run("import", "env", this.console.write("keys.env", String.join("\n", lines)));
	}

	@Test
	void theKeyIsImportedForItsOwnerAndFoundForItsUser() {
		this.console.writeAgents("coordinator", ADDRESS_1, "t", ADDRESS_2);
		importKeys("MINDX_WALLET_PK_COORDINATOR_MAIN=" + KEY_1, "MINDX_WALLET_PK_TOOL_T=" + KEY_2).hasCode(0)
			.says("agents/coordinator - uses the key of agents/coordinator_main",
					"agents/coordinator_main " + ADDRESS_1 + " imported", "agents/t - uses the key of tools/t",
					"tools/t " + ADDRESS_2 + " imported", "2 imported");
		this.console.run("verify-restore").hasCode(0).says("2 addresses, 2 keys open");
		this.console.writeSettings("");
		this.console.run("verify-restore")
			.hasCode(1)
			.says("agents/coordinator " + ADDRESS_1 + " the keystore has its key as that of agents/coordinator_main");
	}

	@Test
	void verifyRestoreSaysWhoseKeyIsMissing() {
		this.console.writeAgents("coordinator", ADDRESS_1, "b", "");
		importKeys("MINDX_WALLET_PK_B=" + KEY_2).hasCode(0);
		this.console.run("verify-restore")
			.hasCode(1)
			.says("agents/coordinator " + ADDRESS_1
					+ " it uses the key of agents/coordinator_main, but its key is not in the keystore");
	}

	@Test
	void theUserNeverGetsAKeyOfItsOwn() {
		this.console.writeAgents("coordinator", "");
		importKeys("MINDX_WALLET_PK_COORDINATOR=" + KEY_1).hasCode(0)
			.says("agents/coordinator_main - no key in the store", "Left over", "MINDX_WALLET_PK_COORDINATOR",
					"0 imported");
		assertThat(this.console.path("data/keystore")).doesNotExist();
	}

	@Test
	void theUserNeverGetsTheKeyOfAKeyFile() {
		this.console.writeSettings("");
		this.console.writeAgents("coordinator", "");
		importKeys("MINDX_WALLET_PK_COORDINATOR=" + KEY_1).hasCode(0).says("1 imported");
		export("agents/coordinator").hasCode(0);
		this.console.useData("other");
		this.console.writeSettings(SETTINGS);
		this.console.writeAgents("coordinator", "");
		this.console.run("import", "v3", this.console.path("out"), "--v3-passphrase-file", this.words)
			.hasCode(1)
			.says("agents/coordinator " + ADDRESS_1
					+ " not imported: it uses the key of agents/coordinator_main and has none of its own");
		assertThat(this.console.path("other/keystore")).doesNotExist();
	}

	private ConsoleFixture.Result export(String owner) {
		return this.console.run("export", owner, "--light", "--out", this.console.path("out"), "--v3-passphrase-file",
				this.words);
	}

	@Test
	void theUsersAddressMayNotContradictTheKey() {
		this.console.writeAgents("coordinator", ADDRESS_2);
		importKeys("MINDX_WALLET_PK_COORDINATOR_MAIN=" + KEY_1).hasCode(1)
			.says("agents/coordinator_main " + ADDRESS_1 + " not imported: the registry says its address is "
					+ ADDRESS_2);
	}

	@Test
	void theOwnersEntryCountsMoreThanItsUsers() {
		this.console.writeAgents("coordinator", ADDRESS_2, "coordinator_main", ADDRESS_1);
		importKeys("MINDX_WALLET_PK_COORDINATOR_MAIN=" + KEY_1).hasCode(0).says("1 imported");
	}

	@Test
	void aKeyFileBelongsToTheOwnerIfItsUserClaimsTheAddress() throws IOException {
		Path file = Path.of("src/test/resources/v3/made_by_ethers.json");
		this.console.writeAgents("coordinator", "0x" + Files.readString(file).substring(12, 52));
		this.console.run("import", "v3", file, "--v3-passphrase-file", this.console.write("w", "throw-away passphrase"))
			.hasCode(0)
			.says("agents/coordinator_main", "1 imported");
		this.console.run("verify-restore").hasCode(0);
	}

	@Test
	void exportsTheKeyThatTheUserUses() {
		this.console.writeAgents("coordinator", ADDRESS_1);
		importKeys("MINDX_WALLET_PK_COORDINATOR_MAIN=" + KEY_1).hasCode(0);
		export("agents/coordinator").hasCode(0).says("agents/coordinator_main " + ADDRESS_1);
	}

	@Test
	void theStoreHasNoNameForOneWithoutAKey() {
		this.console.writeAgents("coordinator", "");
		Path names = this.console.write("names", "coordinator = chief\n");
		this.console.run("import", "env", this.console.write("keys.env", "#\n"), "--aliases", names)
			.hasCode(1)
			.complains("agents/coordinator has no key of its own, by registry-sync.identity-aliases it uses that of "
					+ "agents/coordinator_main");
	}

}
