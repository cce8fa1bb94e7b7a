package dev.registrysync.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged jar, killed at random moments while it changes the passphrase of a
 * keystore.
 */
class KilledChangeOfPassphraseIT {

	private static final long SEED = 20261124;

	private static final int KILLS = Integer.getInteger("registry-sync.kills.changing-passphrase", 4);

	/** The whole command takes about that. */
	private static final int COMMAND_MILLIS = 1500;

	/** Replacing the header takes about that. */
	private static final int REPLACING_MILLIS = 2;

	@TempDir
	private Path directory;

	private final Random random = new Random(SEED);

	private Path present;

	private Path next;

	@BeforeEach
	void makeKeystore() throws IOException {
		this.present = SecretFile.write(this.directory.resolve("one"), "one passphrase");
		this.next = SecretFile.write(this.directory.resolve("other"), "another passphrase");
		Path env = SecretFile.write(this.directory.resolve("wallet_keys.env"),
				"MINDX_WALLET_PK_PLANNER=ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
		new RegistryFiles(this.directory.resolve("data")).add("agents",
				"\"planner\": {\"identity\": {\"public_key\": \"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\"}}");
		OfflineCommand.run(this.directory, "import", "env", env, "--passphrase-file", this.present).hasCode(0);
	}

	@Test
	void oneOfTheTwoPassphrasesOpensEveryKeyWhereverItIsKilledAndTheChangeCanBeTriedAgain()
			throws IOException, InterruptedException {
		for (int kill = 0; kill < KILLS; kill++) {
			try (ServiceProcess change = ServiceProcess.launchCommand(this.directory, change())) {
				moment(kill, change).await();
				change.kill();
			}
			boolean changed = opens(this.next);
			assertThat(opens(this.present)).isNotEqualTo(changed);
			if (changed) {
				swap();
			}
		}
		OfflineCommand.run(this.directory, change()).hasCode(0);
		assertThat(opens(this.next)).isTrue();
		assertThat(opens(this.present)).isFalse();
	}

	private Object[] change() {
		return new Object[] { "change-passphrase", "--passphrase-file", this.present, "--new-passphrase-file",
				this.next };
	}

	private Moment moment(int kill, ServiceProcess change) throws IOException {
		Path data = this.directory.resolve("data");
		return switch (kill % 3) {
			case 0 -> Moment.within(COMMAND_MILLIS, this.random);
			case 1 -> Moment.withinOfAWrite(REPLACING_MILLIS, this.random, data, "keystore");
			default -> () -> awaitFile(data.resolve("keystore/.header.staged"), change);
		};
	}

	/**
	 * It is there for so short a time that it may be missed.
	 */
	private static void awaitFile(Path file, ServiceProcess change) {
		while (change.isAlive() && Files.notExists(file)) {
			Thread.onSpinWait();
		}
	}

	private boolean opens(Path passphrase) {
		OfflineCommand command = OfflineCommand.run(this.directory, "verify-restore", "--passphrase-file", passphrase);
		if (command.code() == 0) {
			command.says("1 addresses, 1 keys open, 0 do not");
			return true;
		}
		command.hasCode(1).says("the passphrase does not open this keystore");
		return false;
	}

	private void swap() {
		Path before = this.present;
		this.present = this.next;
		this.next = before;
	}

}
