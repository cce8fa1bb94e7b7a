package dev.registrysync.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import dev.registrysync.volume.Frozen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged jar while a file or directory of its history or keystore cannot be
 * changed.
 */
class FrozenFileIT {

	@TempDir
	private static Path directory;

	private static final Fleet fleet = new Fleet(new Random(20261126), 20, 5);

	private static Coordinator coordinator;

	private static ServiceProcess service;

	@BeforeAll
	static void start() {
		coordinator = Coordinator.onLoopback();
		service = ServiceProcess.start(data(), coordinator.url());
		fleet.showTo(coordinator);
		assertThat(service.api().sync().get("outcome").asString()).isEqualTo("SUCCEEDED");
	}

	@AfterAll
	static void stop() {
		service.close();
		coordinator.close();
	}

	private static Path data() {
		return directory.resolve("data");
	}

	@ParameterizedTest
	@CsvSource({ "history/journal, history_inaccessible", "history, history_inaccessible",
			"history/snapshots, history_inaccessible" })
	void aRunFailsNamesItKeepsTheRevisionAndSucceedsOnceItCanBeWrittenAgain(String name, String code)
			throws IOException {
		Api api = service.api();
		fleet.addAgent();
		fleet.changeAll();
		fleet.showTo(coordinator);
		RegistryFiles files = new RegistryFiles(data());
		List<RegistryFiles.Stamp> stamps = files.stamps();
		JournalFile journal = JournalFile.of(data());
		Identities identities = api.identities().requireAllValid();
		try (Frozen frozen = Frozen.freeze(data().resolve(name))) {
			for (int attempt = 0; attempt < 2; attempt++) {
				JsonNode problem = Api.json(500, api.post("/sync", ""));
				assertThat(problem.get("code").asString()).isEqualTo(code);
				assertThat(problem.get("retryable").asBoolean()).isTrue();
				assertThat(problem.get("detail").asString()).contains(data().resolve(name).toString());
			}
			assertThat(files.stamps()).isEqualTo(stamps);
			JournalFile.of(data())
				.requireOnlyToldSince(journal, name.equals("history/journal") ? List.of() : List.of(code));
			assertThat(api.identities().requireAllValid()).isEqualTo(identities);
			assertThat(leftBehind()).isEmpty();
		}
		assertThat(api.sync().get("outcome").asString()).isEqualTo("SUCCEEDED");
		api.identities().requireAllValid();
		fleet.requireIn(files);
	}

	private static List<Path> leftBehind() throws IOException {
		try (Stream<Path> files = Files.walk(data())) {
			return files.filter((file) -> file.toString().matches(".*\\.(staged|replaced)")).toList();
		}
	}

}
