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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged jar while its database cannot be changed.
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

	@Test
	void aRunFailsNamesItKeepsTheRevisionAndSucceedsOnceItCanBeWrittenAgain() throws IOException {
		Api api = service.api();
		fleet.addAgent();
		fleet.changeAll();
		fleet.showTo(coordinator);
		RegistryFiles files = new RegistryFiles(data());
		List<RegistryFiles.Stamp> stamps = files.stamps();
		JournalFile journal = JournalFile.of(data());
		Identities identities = api.identities().requireAllValid();
		try (Frozen frozen = Frozen.freeze(data().resolve("state/registry-sync.db-wal"))) {
			for (int attempt = 0; attempt < 2; attempt++) {
				JsonNode problem = Api.json(503, api.post("/sync", ""));
				assertThat(problem.get("code").asString()).isEqualTo("database_unavailable");
				assertThat(problem.get("retryable").asBoolean()).isTrue();
				assertThat(problem.get("remedy").asString()).contains("permissions of the data directory");
			}
			assertThat(files.stamps()).isEqualTo(stamps);
			assertThat(JournalFile.of(data())).isEqualTo(journal);
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
