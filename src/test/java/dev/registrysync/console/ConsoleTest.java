package dev.registrysync.console;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConsoleTest {

	@TempDir
	private Path directory;

	private ConsoleFixture console() {
		return new ConsoleFixture(this.directory);
	}

	@ParameterizedTest
	@ValueSource(strings = { "import", "export", "verify-restore", "change-passphrase", "accept-lost-keys", "token",
			"help", "--help", "--version" })
	void knowsItsCommands(String command) {
		assertThat(Console.isCommand(command)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "--server.port=0", "--spring.profiles.active=demo", "env", "" })
	void leavesOtherArgumentsToTheService(String argument) {
		assertThat(Console.isCommand(argument)).isFalse();
		assertThat(Console.isCommand()).isFalse();
	}

	@Test
	void helps() {
		console().run("--help")
			.hasCode(0)
			.says("verify-restore", "Exit codes:", "Without a command the service starts");
		console().run("help", "export").hasCode(0).says("--light", "--v3-passphrase-file");
		console().run("import", "vault", "--help")
			.hasCode(0)
			.says("--overseer-signature-file", "--dry-run", "Exit codes:");
		console().run("--version").hasCode(0).says("registry-sync");
	}

	@Test
	void aWrongCommandLineHasItsOwnExitCode() {
		console().run("import").hasCode(2).complains("Missing required subcommand", "agent-vault", "vault", "v3");
		console().run("import", "env").hasCode(2).complains("FILE");
		console().run("export", "--out", "x", "--v3-passphrase-file", "y").hasCode(2).complains("either --all");
		console().run("export", "--all", "agents/a", "--out", "x", "--v3-passphrase-file", "y").hasCode(2);
		console().run("export", "a", "--out", "x", "--v3-passphrase-file", "y").hasCode(2).complains("agents/ID");
		console().run("change-passphrase").hasCode(2);
		console().run("verify-restore", "--nonsense").hasCode(2).complains("--nonsense");
	}

	@Test
	void showsProgressInTenthsWhereNobodyWatches() {
		StringWriter out = new StringWriter();
		Progress progress = new Progress(new PrintWriter(out), false, "Encrypting", 200, 2);
		for (int i = 0; i < 200; i++) {
			progress.step();
		}
		assertThat(out.toString().lines()).hasSize(10)
			.startsWith("Encrypting: 20 of 200")
			.endsWith("Encrypting: 200 of 200");
	}

	@Test
	void drawsABarOnATerminal() {
		StringWriter out = new StringWriter();
		Progress progress = new Progress(new PrintWriter(out), true, "Encrypting", 2, 2);
		progress.step();
		progress.step();
		assertThat(out.toString()).isEqualToIgnoringNewLines("\rEncrypting [%s%s] 1 of 2\rEncrypting [%s] 2 of 2"
			.formatted("#".repeat(15), " ".repeat(15), "#".repeat(30)));
	}

	@Test
	void printsNamesOfOthersWithoutControlCharacters() {
		assertThat(Printable.of("a\u001b[31m\u202eb\n")).isEqualTo("a\ufffd[31m\ufffdb\ufffd");
	}

}
