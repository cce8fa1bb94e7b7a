package dev.registrysync.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Key files as other programs write them, through the offline import.
 */
class ForeignKeyFilesTest {

	@TempDir
	private Path directory;

	private ConsoleFixture console;

	@BeforeEach
	void makeConsole() {
		this.console = new ConsoleFixture(this.directory);
	}

	private static Path file(String name) {
		return Path.of("src/test/resources/v3", name);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-",
			value = { "v3-31-bytes.json | throw-away | 0xB9908F297BC17af81553C42698447bBdD9485457",
					"v3-30-bytes.json | throw-away | 0xe9Af8c3b20cc2440A27f6dD51DC28d69b576C50B",
					"v3-empty-passphrase.json | '' | 0xCbcFb3c2e47e453C720296F1D764F402F316a497" })
	void aFileWithLeftOutZeroesOrWithoutAPassphraseIsImported(String name, String passphrase, String address) {
		Path words = this.console.write("words", passphrase);
		this.console.run("import", "v3", file(name), "--v3-passphrase-file", words, "--id", "agents/a")
			.hasCode(0)
			.says("agents/a " + address, "1 imported");
		this.console.writeAgents("a", address);
		this.console.run("verify-restore").hasCode(0).says("1 keys open");
	}

	@Test
	void anEmptyPassphraseIsNoMasterKey() {
		Path none = this.console.write("words", "\n");
		this.console.run("import", "v3", file("v3-31-bytes.json"), "--v3-passphrase-file", none, "--id", "agents/a")
			.hasCode(1)
			.complains("v3-31-bytes.json: its MAC is wrong");
	}

	@ParameterizedTest
	@CsvSource({ "''", "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00" })
	void aCiphertextOfNoKeyIsRefused(String ciphertext) throws IOException {
		String text = Files.readString(file("v3-30-bytes.json"))
			.replaceAll("\"ciphertext\": \"[0-9a-f]+\"", "\"ciphertext\": \"%s\"".formatted(ciphertext));
		Path words = this.console.write("words", "throw-away");
		this.console
			.run("import", "v3", this.console.write("key.json", text), "--v3-passphrase-file", words, "--id",
					"agents/a")
			.hasCode(1)
			.complains("key.json: its member crypto.ciphertext is not 1 to 32 bytes");
	}

	@Test
	void nothingIsExportedUnderAnEmptyPassphrase() {
		Path words = this.console.write("words", "");
		this.console
			.run("import", "v3", file("v3-empty-passphrase.json"), "--v3-passphrase-file", words, "--id", "agents/a")
			.hasCode(0);
		this.console.run("export", "--all", "--out", this.console.path("out"), "--v3-passphrase-file", words)
			.hasCode(1)
			.complains("is empty");
	}

}
