package dev.registrysync.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;

import dev.registrysync.volume.DataDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.registrysync.console.ConsoleFixture.ADDRESS_1;
import static dev.registrysync.console.ConsoleFixture.ADDRESS_2;
import static dev.registrysync.console.ConsoleFixture.ADDRESS_3;
import static dev.registrysync.console.ConsoleFixture.KEY_1;
import static dev.registrysync.console.ConsoleFixture.KEY_2;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Export, import of exported files, verify-restore and change of passphrase.
 */
class RoundTripTest {

	private static final String FILE_1 = ADDRESS_1.substring(2).toLowerCase(Locale.ROOT) + ".json";

	@TempDir
	private Path directory;

	private ConsoleFixture console;

	private Path passphrase;

	@BeforeEach
	void makeConsole() {
		this.console = new ConsoleFixture(this.directory);
		this.passphrase = this.console.write("v3.passphrase", "under another one\n");
	}

	private void importTwo() {
		this.console.writeAgents("a/b", ADDRESS_1, "../c", ADDRESS_2);
		Path env = this.console.write("keys.env",
				"MINDX_WALLET_PK_A_B=" + KEY_1 + "\nMINDX_WALLET_PK__C=" + KEY_2 + "\n");
		this.console.run("import", "env", env).hasCode(0).says("2 imported");
	}

	private ConsoleFixture.Result exportAll() {
		return this.console.run("export", "--all", "--light", "--out", this.console.path("out"), "--v3-passphrase-file",
				this.passphrase);
	}

	@Test
	void whatIsExportedRestoresANewKeystoreWhole() throws IOException {
		importTwo();
		exportAll().hasCode(0).says("agents/a/b " + ADDRESS_1 + " " + FILE_1, "2 exported");
		assertThat(Files.getPosixFilePermissions(this.console.path("out")))
			.isEqualTo(PosixFilePermissions.fromString("rwx------"));
		assertThat(Files.getPosixFilePermissions(this.console.path("out").resolve(FILE_1)))
			.isEqualTo(PosixFilePermissions.fromString("rw-------"));
		assertThat(this.console.tree("out")).hasSize(3);

		this.console.useData("new");
		this.console.writeAgents("a/b", ADDRESS_1, "../c", ADDRESS_2, "later", "PENDING_FRESH_SYNC");
		this.console.run("verify-restore").hasCode(1).complains("There is no keystore in");
		assertThat(this.console.path("new/keystore")).doesNotExist();
		this.console.run("import", "v3", this.console.path("out"), "--v3-passphrase-file", this.passphrase, "--dry-run")
			.hasCode(0)
			.says("2 would be imported");
		this.console.run("import", "v3", this.console.path("out"), "--v3-passphrase-file", this.passphrase)
			.hasCode(0)
			.says("2 imported");
		this.console.run("verify-restore")
			.hasCode(0)
			.says("agents/later - without identity",
					"agents: 2 addresses, 2 keys open, 0 do not, 1 entries without identity",
					"Every address in the registry files has its key.");
	}

	@Test
	void neverOverwritesAnExportedFile() {
		importTwo();
		exportAll().hasCode(0);
		Map<String, String> before = this.console.tree("out");
		exportAll().hasCode(1).complains("is there already, and is not overwritten");
		assertThat(this.console.tree("out")).isEqualTo(before);
	}

	@Test
	void refusesADirectoryThatOthersCanUse() throws IOException {
		importTwo();
		Files.createDirectory(this.console.path("out"));
		Files.setPosixFilePermissions(this.console.path("out"), PosixFilePermissions.fromString("rwxr-xr-x"));
		exportAll().hasCode(1).complains("is open to other users", "chmod 700");
	}

	@Test
	void exportsOneKeyInTheStandardWay() {
		importTwo();
		this.console
			.run("export", "agents/a/b", "--out", this.console.path("out"), "--v3-passphrase-file", this.passphrase)
			.hasCode(0)
			.says("1 exported");
		assertThat(this.console.path("out").resolve(FILE_1)).content()
			.contains("\"n\": 262144", "\"id\": \"a/b\"", "\"key_version\": 1");
		this.console
			.run("export", "agents/none", "--out", this.console.path("o"), "--v3-passphrase-file", this.passphrase)
			.hasCode(1)
			.complains("no usable key of agents/none");
	}

	@Test
	void verifyRestoreNamesWhatIsMissing() {
		importTwo();
		this.console.writeAgents("a/b", ADDRESS_2, "../c", ADDRESS_2, "d", ADDRESS_3, "e", "", "f",
				ADDRESS_1.toUpperCase(Locale.ROOT));
		this.console.run("verify-restore")
			.hasCode(1)
			.says("agents/a/b " + ADDRESS_2 + " the keystore has its key as that of agents/../c",
					"agents/d " + ADDRESS_3 + " its key is not in the keystore", "agents/e - without identity",
					"agents/../c " + ADDRESS_2 + " its key opens",
					"3 addresses, 1 keys open, 2 do not, 2 entries without identity", "Not complete");
		assertThat(this.console.run("verify-restore", "--only-problems").hasCode(1).out()).contains("agents/d")
			.doesNotContain("agents/../c  ", "agents/e");
	}

	@Test
	void verifyRestoreNeedsTheRegistryFiles() {
		this.console.run("verify-restore").hasCode(1).complains("There is no data directory");
		assertThat(this.console.path("data")).doesNotExist();
		this.console.write("data/config/x", "");
		this.console.run("verify-restore").hasCode(1).complains("There are no entries in the registry files");
	}

	@Test
	void changesThePassphraseAndTakesItAway() {
		importTwo();
		Path first = this.console.write("first", "the first passphrase");
		Path second = this.console.write("second", "the second passphrase");
		String keys = this.console.tree("data/keystore").get("keys.db");
		this.console.run("change-passphrase", "--new-passphrase-file", first).hasCode(0);
		assertThat(this.console.path("data/keystore/wrapping.key")).doesNotExist();
		this.console.run("verify-restore").hasCode(1).complains("made with a passphrase, and none is configured");
		this.console.setEnvironment("REGISTRY_SYNC_KEYSTORE_PASSPHRASE_FILE", first.toString());
		this.console.run("verify-restore").hasCode(0);
		this.console.run("change-passphrase", "--new-passphrase-file", second).hasCode(0);
		this.console.run("verify-restore").hasCode(1).complains("the passphrase does not open", "--passphrase-file");
		this.console.run("verify-restore", "--passphrase-file", second).hasCode(0);
		this.console.run("change-passphrase", "--to-generated-key", "--passphrase-file", second).hasCode(0);
		this.console.setEnvironment("REGISTRY_SYNC_KEYSTORE_PASSPHRASE_FILE", "");
		this.console.run("verify-restore").hasCode(0).says("2 keys open");
		this.console.run("change-passphrase", "--to-generated-key").hasCode(1).complains("a generated key opens");
		assertThat(this.console.tree("data/keystore").get("keys.db")).isEqualTo(keys);
	}

	@Test
	void refusesANewPassphraseThatIsShort() {
		importTwo();
		Map<String, String> before = this.console.tree("data");
		this.console.run("change-passphrase", "--new-passphrase-file", this.console.write("new", "short\n"))
			.hasCode(1)
			.complains("has 5 characters; a new one needs at least 12");
		assertThat(this.console.tree("data")).isEqualTo(before);
	}

	@Test
	void refusesWhileAnotherProcessHoldsTheDirectory() throws IOException {
		importTwo();
		try (DataDirectory held = DataDirectory.open(this.console.path("data"))) {
			this.console.run("verify-restore").hasCode(1).complains("is held by process", "Stop the service first");
			exportAll().hasCode(1).complains("is held by process");
		}
		this.console.run("verify-restore").hasCode(0);
	}

	@Test
	void takesFilesOfOthersByTheAddressThatAnEntryClaimsOrById() throws IOException {
		Path file = Path.of("src/test/resources/v3/made_by_ethers.json");
		String address = "0x" + Files.readString(file).substring(12, 52);
		Path words = this.console.write("words", "throw-away passphrase");
		this.console.run("import", "v3", file, "--v3-passphrase-file", words)
			.hasCode(0)
			.says("0 imported", "1 left over");
		this.console.writeAgents("a", address);
		this.console.run("import", "v3", file, "--v3-passphrase-file", words).hasCode(0).says("agents/a", "1 imported");
		this.console.useData("other");
		this.console.run("import", "v3", file, "--v3-passphrase-file", words, "--id", "tools/t")
			.hasCode(0)
			.says("tools/t", "1 imported");
		this.console.run("import", "v3", file, "--v3-passphrase-file", this.passphrase, "--id", "tools/t")
			.hasCode(1)
			.complains("made_by_ethers.json: its MAC is wrong");
		this.console.run("import", "v3", file, "--v3-passphrase-file", words, "--id", "tool/t").hasCode(2);
	}

	@Test
	void oneBrokenFileMeansThatNothingIsImported() throws IOException {
		importTwo();
		exportAll().hasCode(0);
		Path file = this.console.path("out").resolve(FILE_1);
		String text = Files.readString(file);
		this.console.useData("new");
		ConsoleFixture.Result[] results = new ConsoleFixture.Result[4];
		Files.writeString(file, text.replace("\"n\": 4096", "\"n\": 8388608"));
		results[0] = importAll().complains("n=8388608, r=8, p=6 would take 8 GiB of memory");
		Files.writeString(file, text.replace(FILE_1.substring(0, 40), ADDRESS_3.substring(2).toLowerCase(Locale.ROOT)));
		results[1] = importAll().complains("it says address " + ADDRESS_3 + ", but its key is that of " + ADDRESS_1);
		Files.writeString(file, text.replace("\"kind\": \"agents\"", "\"kind\": \"agent\""));
		results[2] = importAll().complains("its member registry_sync does not have");
		Files.writeString(file, KEY_1);
		results[3] = importAll().complains(FILE_1 + ": it is not");
		assertThat(results).allSatisfy((result) -> result.hasCode(1).complains("Nothing is imported"));
		assertThat(this.console.path("new/keystore")).doesNotExist();
	}

	private ConsoleFixture.Result importAll() {
		return this.console.run("import", "v3", this.console.path("out"), "--v3-passphrase-file", this.passphrase);
	}

	@Test
	void keepsTheVersionOfAKey() throws IOException {
		importTwo();
		exportAll().hasCode(0);
		Path file = this.console.path("out").resolve(FILE_1);
		Files.writeString(file, Files.readString(file).replace("\"key_version\": 1", "\"key_version\": 2"));
		this.console.useData("new");
		importAll().hasCode(0);
		this.console
			.run("export", "agents/a/b", "--light", "--out", this.console.path("again"), "--v3-passphrase-file",
					this.passphrase)
			.hasCode(0);
		assertThat(this.console.path("again").resolve(FILE_1)).content().contains("\"key_version\": 2");
	}

	@Test
	void twoFilesOfOneOwnerAreRefused() throws IOException {
		importTwo();
		exportAll().hasCode(0);
		Files.copy(this.console.path("out").resolve(FILE_1), this.console.path("out/copy.json"));
		this.console.useData("new");
		importAll().hasCode(1).complains("it is the key of agents/a/b, as is");
	}

}
