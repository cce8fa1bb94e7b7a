package dev.registrysync.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged jar on a database file that is not what it wrote, and the way back.
 */
class DamagedDatabaseIT {

	@TempDir
	private static Path origin;

	private static Coordinator coordinator;

	private static Path backup;

	@TempDir
	private Path directory;

	@BeforeAll
	static void syncAndBackUp() throws IOException {
		coordinator = Coordinator.onLoopback().agents(Samples.agents()).tools(Samples.tools());
		try (ServiceProcess service = ServiceProcess.start(origin.resolve("data"), coordinator.url())) {
			service.api().sync();
			service.stop();
		}
		OfflineCommand.run(origin, "backup", "--to", "backups").hasCode(0);
		try (Stream<Path> made = Files.list(origin.resolve("backups"))) {
			backup = made.findFirst().orElseThrow();
		}
	}

	@AfterAll
	static void stopCoordinator() {
		coordinator.close();
	}

	private Path data() {
		return this.directory.resolve("data");
	}

	@ParameterizedTest
	@CsvSource({ "state/registry-sync.db, TRUNCATED, database_damaged",
			"state/registry-sync.db, FLIPPED, database_damaged", "state/registry-sync.db, EMPTY, history_missing",
			"keystore/keys.db, TRUNCATED, database_damaged", "keystore/keys.db, ZEROED, database_damaged",
			"keystore/keys.db, EMPTY, keystore_missing" })
	void isRefusedAndLeftAsItIs(String name, Damage damage, String code) throws IOException {
		FileSystemUtils.copyRecursively(origin.resolve("data"), data());
		Path file = data().resolve(name);
		byte[] damaged = damage.done(Files.readAllBytes(file));
		Files.write(file, damaged);
		String output = ServiceProcess.refuse(data(), coordinator.url());
		assertThat(output).contains("(" + code + ")", "backup");
		if (damaged.length > 0) {
			assertThat(output).contains(file.toString(), "restore --from");
			assertThat(file).hasBinaryContent(damaged);
		}
	}

	/**
	 * The same whatever the damage is, as a backup goes into an empty directory.
	 */
	@Test
	void theNewestBackupBringsBackWhatWasThere() {
		OfflineCommand.run(this.directory, "restore", "--from", backup).hasCode(0);
		OfflineCommand.run(this.directory, "verify-restore").hasCode(0);
		try (ServiceProcess service = ServiceProcess.start(data(), coordinator.url())) {
			service.api().identities().requireAllValid();
			assertThat(service.api().sync().get("outcome").asString()).isEqualTo("NO_CHANGE");
		}
	}

	enum Damage {

		TRUNCATED, EMPTY, ZEROED, FLIPPED;

		private static final List<Integer> HEADER = List.of(3, 16, 100);

		private byte[] done(byte[] bytes) {
			return switch (this) {
				case TRUNCATED -> Arrays.copyOf(bytes, bytes.length / 2);
				case EMPTY -> new byte[0];
				case ZEROED -> new byte[bytes.length];
				case FLIPPED -> {
					HEADER.forEach((at) -> bytes[at] ^= 1);
					yield bytes;
				}
			};
		}

	}

}
