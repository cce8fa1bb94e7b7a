package dev.registrysync.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The configuration that keeps the packaged jar from starting, and what it says then.
 */
class RefusedStartIT {

	private static Coordinator coordinator;

	@TempDir
	private Path directory;

	@BeforeAll
	static void startCoordinator() {
		coordinator = Coordinator.onLoopback();
	}

	@AfterAll
	static void stopCoordinator() {
		coordinator.close();
	}

	private Path data() {
		return this.directory.resolve("data");
	}

	private String refuse(String... arguments) {
		return ServiceProcess.refuse(data(), coordinator.url(), arguments);
	}

	@Test
	void propertiesThatNobodyReadsAreNamedAndNothingIsMade() {
		List<String> names = List.of("registry-sync.no-such", "registry-sync.coordinators.default.no-such",
				"registry-sync.keystore.no-such", "registry-sync.guard.no-such", "registry-sync.security.no-such");
		assertThat(refuse(names.stream().map((name) -> "--" + name + "=1").toArray(String[]::new))).contains(names);
		assertThat(data().resolve("keystore")).doesNotExist();
		assertThat(data().resolve("state")).doesNotExist();
	}

	@Test
	void aMistypedVariableIsNamedWithTheNearestSettingAndNoKeystoreIsMade() {
		assertThat(ServiceProcess.refuseVariable("REGISTRY_SYNC_KEYSTORE_PASSPHRASE_FIEL=/run/secrets/passphrase",
				data(), coordinator.url()))
			.contains("REGISTRY_SYNC_KEYSTORE_PASSPHRASE_FIEL",
					"nearest setting: registry-sync.keystore.passphrase-file");
		assertThat(data().resolve("keystore")).doesNotExist();
	}

	@Test
	void anAddressThatOthersCanReachIsNotOpened() {
		assertThat(refuse("--server.address=0.0.0.0")).contains("would listen on 0.0.0.0", "where others can reach it",
				"registry-sync.security.open: true");
		assertThat(data()).doesNotExist();
	}

	@Test
	void anAddressThatOthersCanReachIsOpenedIfThatIsAllowedByHand() {
		try (ServiceProcess service = ServiceProcess.start(data(), coordinator.url(), "--server.address=0.0.0.0",
				"--registry-sync.security.open=true")) {
			assertThat(service.output()).contains("Open to whoever reaches 0.0.0.0");
		}
	}

	@Test
	void aPassphraseFileThatOthersCanReadIsRefused() throws IOException {
		Path file = Files.writeString(this.directory.resolve("passphrase"), "correct horse battery staple\n");
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
		assertThat(refuse("--registry-sync.keystore.passphrase-file=" + file))
			.contains("(keystore_passphrase_file)", file.toString(), "can be read by other users")
			.doesNotContain("correct horse");
	}

}
