package dev.registrysync.packaged;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged jar's offline commands. Whatever they do, none of them says a secret.
 */
class OfflineCommandsIT {

	private static final String KEY = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

	private static final String ADDRESS = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

	private static final String FIRST = "marker-first-xyzzy-4711";

	private static final String SECOND = "marker-second-plugh-0815";

	@TempDir
	private Path directory;

	private final List<String> outputs = new ArrayList<>();

	private Path data;

	private Path env;

	private Path ids;

	private Path first;

	private Path second;

	@BeforeEach
	void writeFiles() throws IOException {
		this.data = this.directory.resolve("data");
		this.env = SecretFile.write(this.directory.resolve("wallet_keys.env"), "MINDX_WALLET_PK_PLANNER=" + KEY);
		this.ids = SecretFile.write(this.directory.resolve("ids"), "agents/planner");
		this.first = SecretFile.write(this.directory.resolve("first"), FIRST);
		this.second = SecretFile.write(this.directory.resolve("second"), SECOND);
	}

	@AfterEach
	void noSecretWasSaid() {
		SecretSearch search = new SecretSearch(List.of(FIRST, SECOND),
				Set.copyOf(new KeysFile(this.data).addresses().values()));
		assertThat(this.outputs).isNotEmpty().allSatisfy((output) -> assertThat(search.find(output)).isEmpty());
	}

	private OfflineCommand run(Object... arguments) {
		OfflineCommand command = OfflineCommand.run(this.directory, arguments);
		this.outputs.add(command.output());
		return command;
	}

	private OfflineCommand importEnv(Object... more) {
		return run(Stream.concat(Stream.of("import", "env", this.env, "--ids", this.ids), Stream.of(more)).toArray());
	}

	private OfflineCommand export() {
		return run("export", "--all", "--light", "--out", "out", "--v3-passphrase-file", this.first);
	}

	private static Coordinator coordinator() {
		return Coordinator.onLoopback()
			.agents("{\"planner\": {\"agent_id\": \"planner\"}, \"scout\": {\"agent_id\": \"scout\"}}")
			.tools("{\"search\": {\"id\": \"search\", \"version\": \"1.0\"}}");
	}

	@Test
	void theExitCodeTellsDoneFromRefusedFromMisspelt() {
		run("--help").hasCode(0).says("verify-restore");
		run("verify-restore").hasCode(1).says("There is no data directory");
		run("import", "env").hasCode(2).says("Missing required parameter");
		run("verify-restore", "--no-such").hasCode(2).says("Unknown option: '--no-such'");
		importEnv().hasCode(0);
	}

	@Test
	void theKeysThatWereImportedAndThoseThatWereMadeMoveIntoANewKeystore() throws IOException {
		importEnv("--dry-run").hasCode(0)
			.says("agents/planner " + ADDRESS + " would be imported", "Dry run: nothing was written.");
		assertThat(this.data).doesNotExist();
		importEnv().hasCode(0).says("agents/planner " + ADDRESS + " imported");
		try (Coordinator coordinator = coordinator()) {
			Map<String, String> addresses;
			try (ServiceProcess service = ServiceProcess.start(this.data, coordinator.url())) {
				assertThat(service.api().sync().get("keys_updated").asInt()).isEqualTo(3);
				addresses = service.api().identities().requireAllValid().addresses();
			}
			assertThat(addresses).hasSize(3).containsEntry("agents/planner", ADDRESS);
			export().hasCode(0).says("3 exported");
			FileSystemUtils.deleteRecursively(this.data.resolve("keystore"));
			run("verify-restore").hasCode(1).says("There is no keystore");
			run("import", "v3", "out", "--v3-passphrase-file", this.first).hasCode(0).says("3 imported");
			run("verify-restore").hasCode(1)
				.says("agents: 2 addresses, 2 keys open, 0 do not", "tools: 1 addresses, 1 keys open, 0 do not",
						"the keystore has no key of the service's own");
			run("restore", "history").hasCode(1).says("does not have the key that signed the journal");
			run("restore", "history", "--new-service-key").hasCode(0).says("Start the service and sync");
			run("verify-restore").hasCode(0).says("The history is what was written, up to revision");
			try (ServiceProcess service = ServiceProcess.start(this.data, coordinator.url())) {
				assertThat(service.api().identities().requireAllValid().addresses()).isEqualTo(addresses);
				assertThat(service.api().sync().get("outcome").asString()).isEqualTo("NO_CHANGE");
			}
		}
	}

	@Test
	void allOfThemRefuseWhileTheServiceHoldsTheDirectoryAndNameIt() {
		importEnv().hasCode(0);
		try (Coordinator coordinator = coordinator();
				ServiceProcess service = ServiceProcess.start(this.data, coordinator.url())) {
			service.api().sync();
			Tree before = Tree.of(this.data, this.data.resolve("none"));
			assertThat(List.of(importEnv(), export(), run("verify-restore"),
					run("change-passphrase", "--new-passphrase-file", this.second)))
				.allSatisfy((command) -> command.hasCode(1)
					.says("is held by process " + service.pid(), "Stop the service first"));
			assertThat(Tree.of(this.data, this.data.resolve("none"))).isEqualTo(before);
			assertThat(this.directory.resolve("out")).doesNotExist();
		}
	}

	@Test
	void theServiceStartsWithTheNewPassphraseAndNotWithTheOldOne() {
		importEnv("--passphrase-file", this.first).hasCode(0);
		run("change-passphrase", "--passphrase-file", this.first, "--new-passphrase-file", this.second).hasCode(0)
			.says("opens the keystore from now on");
		try (Coordinator coordinator = coordinator()) {
			assertThat(ServiceProcess.refuse(this.data, coordinator.url(), opened(this.first)))
				.contains("(keystore_wrong_passphrase)");
			try (ServiceProcess service = ServiceProcess.start(this.data, coordinator.url(), opened(this.second))) {
				service.api().sync();
				assertThat(service.api().identities().requireAllValid().addresses()).containsEntry("agents/planner",
						ADDRESS);
			}
		}
	}

	private static String opened(Path passphraseFile) {
		return "--registry-sync.keystore.passphrase-file=" + passphraseFile;
	}

}
