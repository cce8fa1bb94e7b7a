package dev.registrysync.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;

import dev.registrysync.database.Databases;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.keys.IdentityAliases;
import dev.registrysync.keys.KeyService;
import dev.registrysync.volume.DataDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Backup and restoration while no service runs.
 */
class BackupCommandTest {

	@TempDir
	private Path temporary;

	private ConsoleFixture console;

	@BeforeEach
	void makeKeystore() {
		this.console = new ConsoleFixture(this.temporary);
		try (Databases databases = Databases.sqlite(this.console.path("data"))) {
			new KeyService(databases.database(), this.console.path("data/keystore"), null, Secp256k1.bouncyCastle(),
					Clock.systemUTC(), IdentityAliases.NONE)
				.close();
		}
	}

	private Path backup() throws IOException {
		this.console.run("backup", "--to", this.console.path("backups"))
			.hasCode(0)
			.says("keystore/header", "keystore/keys.db", "state/registry-sync.db", "The backup is ");
		try (Stream<Path> made = Files.list(this.console.path("backups"))) {
			return made.toList().get(0);
		}
	}

	@Test
	void aBackupIsPutBackIntoAnEmptyDirectory() throws IOException {
		Path backup = backup();
		this.console.useData("restored");
		this.console.run("restore", "--from", backup).hasCode(0).says("restored", "verify-restore");
		assertThat(this.console.path("restored/keystore/header"))
			.hasSameBinaryContentAs(this.console.path("data/keystore/header"));
		assertThat(this.console.path("restored/state/registry-sync.db")).isNotEmptyFile();
	}

	@Test
	void refusesToRestoreIntoADirectoryThatIsNotEmpty() throws IOException {
		Path backup = backup();
		Files.createDirectories(this.console.path("restored/config"));
		this.console.run("restore", "--from", backup, "--data-dir", this.console.path("restored"))
			.hasCode(1)
			.complains("is not empty");
		assertThat(this.console.path("restored/state")).doesNotExist();
	}

	@Test
	void refusesToRestoreWhatIsNoBackup() {
		this.console.run("restore", "--from", this.console.path("data"), "--data-dir", this.console.path("restored"))
			.hasCode(1)
			.complains("SHA256SUMS");
		assertThat(this.console.path("restored")).doesNotExist();
	}

	@Test
	void refusesToBackUpADirectoryThatAServiceUses() throws IOException {
		try (DataDirectory used = DataDirectory.open(this.console.path("data"))) {
			this.console.run("backup", "--to", this.console.path("backups")).hasCode(1).complains("is held by");
			assertThat(used.keystore()).isDirectory();
		}
		assertThat(this.console.path("backups")).doesNotExist();
	}

	@Test
	void restoreNeedsToKnowWhat() {
		this.console.run("restore").hasCode(2).complains("--from DIR, registry or history");
	}

	@Test
	void refusesAnOptionThatTheSubcommandWouldNotSee() {
		this.console.run("restore", "--data-dir", this.console.path("other"), "history")
			.hasCode(2)
			.complains("Write --data-dir behind history.");
	}

}
