package dev.registrysync.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged jar on a data directory that lacks something, as where a volume is not
 * mounted.
 */
class IncompleteVolumeIT {

	@TempDir
	private static Path synced;

	private static Coordinator coordinator;

	@TempDir
	private Path directory;

	@BeforeAll
	static void sync() {
		coordinator = Coordinator.onLoopback().agents(Samples.agents()).tools(Samples.tools());
		try (ServiceProcess service = ServiceProcess.start(synced, coordinator.url())) {
			assertThat(service.api().sync().get("outcome").asString()).isEqualTo("SUCCEEDED");
		}
	}

	@AfterAll
	static void stopCoordinator() {
		coordinator.close();
	}

	@BeforeEach
	void copyData() throws IOException {
		FileSystemUtils.copyRecursively(synced, data());
	}

	private Path data() {
		return this.directory.resolve("data");
	}

	/**
	 * Refused twice, as the first time must not leave anything behind that looks like a
	 * beginning.
	 */
	@ParameterizedTest
	@CsvSource({ "keystore, keystore_missing", "state, history_missing", "config, registry_missing",
			"config/official_tools_registry.json, registry_missing" })
	void aMissingPieceIsRefusedAndTakenUpAgainWhenItComesBack(String piece, String code) throws IOException {
		Path path = data().resolve(piece);
		assertThat(path).exists();
		Tree others = Tree.of(data(), path);
		FileSystemUtils.deleteRecursively(path);
		assertThat(ServiceProcess.refuse(data(), coordinator.url())).contains("(" + code + ")");
		assertThat(ServiceProcess.refuse(data(), coordinator.url())).contains("(" + code + ")");
		assertThat(Tree.of(data(), path)).isEqualTo(others);
		FileSystemUtils.copyRecursively(synced.resolve(piece), path);
		requireNothingToDo();
	}

	private void requireNothingToDo() {
		try (ServiceProcess service = ServiceProcess.start(data(), coordinator.url())) {
			service.api().identities().requireAllValid();
			assertThat(service.api().sync().get("outcome").asString()).isEqualTo("NO_CHANGE");
		}
	}

	@Test
	void aRegistryThatIsBrokenOrGoneFailsTheRunsAndIsNotMadeAnew() throws IOException {
		RegistryFiles files = new RegistryFiles(data());
		Path file = files.file("agents");
		Path good = new RegistryFiles(synced).file("agents");
		String text = "{\"registered_agents\": {\"planner\": {";
		Files.writeString(file, text);
		try (ServiceProcess service = ServiceProcess.start(data(), coordinator.url())) {
			Api api = service.api();
			requireUnreadable(api, file);
			assertThat(file).hasContent(text);
			Files.copy(good, file, StandardCopyOption.REPLACE_EXISTING);
			assertThat(api.sync().get("outcome").asString()).isEqualTo("NO_CHANGE");
			Files.delete(file);
			JsonNode missing = Api.json(500, api.post("/sync", ""));
			assertThat(missing.get("code").asString()).isEqualTo("registry_missing");
			assertThat(missing.get("remedy").asString()).contains("mounted");
			assertThat(files.jsonFiles()).containsExactly("official_tools_registry.json");
			Files.copy(good, file);
			assertThat(api.sync().get("outcome").asString()).isEqualTo("NO_CHANGE");
		}
	}

	private static void requireUnreadable(Api api, Path file) {
		JsonNode problem = Api.json(500, api.post("/sync", ""));
		assertThat(problem.get("code").asString()).isEqualTo("registry_unreadable");
		assertThat(problem.get("detail").asString()).contains(file.toString(), "line 1");
		assertThat(Api.json(503, api.get("/actuator/health")).get("status").asString()).isEqualTo("DOWN");
	}

}
