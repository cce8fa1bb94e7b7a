package dev.registrysync.packaged;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The main job, done by the packaged jar.
 */
class PackagedJarIT {

	private static final String[] FILES = { "official_agents_registry.json", "official_tools_registry.json" };

	/** The calls under way. */
	private static final String ACTIVE = "http_server_requests_active_seconds_count";

	/** As a shell sees a process that SIGTERM has ended. */
	private static final int TERMINATED = 143;

	@TempDir
	private Path directory;

	private Path data() {
		return this.directory.resolve("data");
	}

	private RegistryFiles files() {
		return new RegistryFiles(data());
	}

	private static Coordinator coordinator() {
		return Coordinator.onLoopback().agents(Samples.agents()).tools(Samples.tools());
	}

	@Test
	void givesEveryAgentAndToolAnIdentityOnceAndWritesNothingWhenNothingChanged() {
		Map<String, String> addresses;
		try (Coordinator coordinator = coordinator()) {
			try (ServiceProcess service = ServiceProcess.startJar(data(), coordinator.url())) {
				Api api = service.api();
				addresses = firstSync(api);
				List<RegistryFiles.Stamp> stamps = files().stamps();
				requireNoChange(api.sync(), api, addresses);
				assertThat(files().stamps()).isEqualTo(stamps);
				service.stop();
			}
			List<RegistryFiles.Stamp> stamps = files().stamps();
			try (ServiceProcess service = ServiceProcess.startJar(data(), coordinator.url())) {
				Api api = service.api();
				assertThat(api.identities().requireAllValid().addresses()).isEqualTo(addresses);
				requireNoChange(api.sync(), api, addresses);
				assertThat(files().stamps()).isEqualTo(stamps);
			}
		}
	}

	private Map<String, String> firstSync(Api api) {
		JsonNode report = api.sync();
		assertThat(report.get("outcome").asString()).isEqualTo("SUCCEEDED");
		assertThat(report.get("agents_synced").asInt()).isEqualTo(Samples.AGENTS);
		assertThat(report.get("tools_synced").asInt()).isEqualTo(Samples.TOOLS);
		assertThat(report.get("keys_updated").asInt()).isEqualTo(Samples.AGENTS + Samples.TOOLS);
		assertThat(report.get("signatures_validated").asInt()).isEqualTo(Samples.AGENTS + Samples.TOOLS);
		assertThat(report.get("errors")).isEmpty();
		assertThat(files().jsonFiles()).containsExactly(FILES);
		Map<String, String> addresses = api.identities().requireAllValid().addresses();
		assertThat(addresses).hasSize(Samples.AGENTS + Samples.TOOLS).isEqualTo(files().addresses());
		return addresses;
	}

	private void requireNoChange(JsonNode report, Api api, Map<String, String> addresses) {
		assertThat(report.get("outcome").asString()).isEqualTo("NO_CHANGE");
		assertThat(report.get("revision").asInt()).isEqualTo(1);
		assertThat(report.get("keys_updated").asInt()).isZero();
		assertThat(api.identities().requireAllValid().addresses()).isEqualTo(addresses).isEqualTo(files().addresses());
		assertThat(files().jsonFiles()).containsExactly(FILES);
	}

	@Test
	void doesTheMainJobWhereNothingButTheDataDirectoryCanBeWritten() {
		try (Coordinator coordinator = coordinator();
				ServiceProcess service = ServiceProcess.startWithoutTemporaryFiles(data(), coordinator.url())) {
			firstSync(service.api());
			assertThat(service.output()).containsOnlyOnce("secp256k1 by BouncyCastle")
				.contains((Runtime.version().feature() < 22) ? "it needs Java 22 or newer"
						: "cannot be unpacked into java.io.tmpdir")
				.doesNotContain(" ERROR ");
		}
	}

	@Test
	void theDemoShowsTheMainJobAndTheSecondTimeThatThereIsNothingToDo() {
		String first = demo();
		assertThat(first).containsPattern("SUCCEEDED: revision 1, \\d+ agents and \\d+ tools synced")
			.containsPattern("agents +\\w+ +added +0x[0-9a-fA-F]{40} +VALID")
			.containsPattern("tools +\\w+ +added +0x[0-9a-fA-F]{40} +VALID");
		assertThat(files().jsonFiles()).containsExactly(FILES);
		String second = demo();
		assertThat(second).containsPattern("NO_CHANGE: revision 1, ").doesNotContain("SUCCEEDED");
		assertThat(addressesIn(second)).isNotEmpty().isEqualTo(addressesIn(first));
	}

	/**
	 * In the directory where it is started, as a newcomer does it.
	 */
	private String demo() {
		try (ServiceProcess service = ServiceProcess.launchJar(this.directory,
				List.of(ServiceProcess.ANY_PORT, "--spring.profiles.active=demo"))) {
			service.awaitOutput("The service goes on serving");
			String swagger = "http://localhost:%d/swagger-ui.html".formatted(service.url().getPort());
			assertThat(service.output()).contains("Swagger UI   " + swagger);
			assertThat(service.api().get("/swagger-ui.html").statusCode()).isIn(200, 302);
			assertThat(service.api().get("/swagger-ui/index.html").body()).contains("<title>Swagger UI</title>");
			return service.output();
		}
	}

	private static List<String> addressesIn(String table) {
		return Pattern.compile("0x[0-9a-fA-F]{40}").matcher(table).results().map(MatchResult::group).toList();
	}

	@Test
	void aSecondProcessOnTheSameDataDirectoryRefusesToStartAndNamesTheFirst() {
		try (Coordinator coordinator = coordinator();
				ServiceProcess first = ServiceProcess.start(data(), coordinator.url())) {
			try (ServiceProcess second = ServiceProcess.launch(data(), coordinator.url())) {
				assertThat(second.exitCode()).isPositive();
				assertThat(second.output()).contains("data_directory_in_use", "process " + first.pid(),
						data().toString());
			}
			assertThat(first.api().sync().get("outcome").asString()).isEqualTo("SUCCEEDED");
			first.kill();
			try (ServiceProcess third = ServiceProcess.start(data(), coordinator.url())) {
				requireNoChange(third.api().sync(), third.api(), files().addresses());
			}
		}
	}

	@Test
	void fiftyCallsAtOnceMakeTwoRunsAtMostAndAllAreToldTheTruth() {
		try (Coordinator coordinator = coordinator();
				ServiceProcess service = ServiceProcess.start(data(), coordinator.url())) {
			Api api = service.api();
			Coordinator.Hold hold = coordinator.hold();
			List<CompletableFuture<HttpResponse<String>>> calls = Stream
				.generate(() -> api.postWithoutWaiting("/sync", ""))
				.limit(50)
				.toList();
			await().forever().until(() -> Scrape.of(api).sum(ACTIVE, "POST") >= 50);
			hold.release();
			List<JsonNode> reports = calls.stream().map(CompletableFuture::join).map(Api::ok).toList();
			assertThat(reports).extracting((report) -> report.get("outcome").asString())
				.contains("SUCCEEDED")
				.isSubsetOf("SUCCEEDED", "NO_CHANGE");
			assertThat(reports).allSatisfy((report) -> {
				assertThat(report.get("revision").asInt()).isOne();
				assertThat(report.get("agents_synced").asInt()).isEqualTo(Samples.AGENTS);
				assertThat(report.get("tools_synced").asInt()).isEqualTo(Samples.TOOLS);
				assertThat(report.get("signatures_validated").asInt()).isEqualTo(Samples.AGENTS + Samples.TOOLS);
			});
			long runs = reports.stream().map((report) -> report.get("sync_id").asString()).distinct().count();
			assertThat(runs).isLessThanOrEqualTo(2);
			assertThat(coordinator.questions("/registry/agents")).isEqualTo(runs);
			assertThat(Scrape.of(api).sum("registry_sync_runs_total", "")).isEqualTo(runs);
		}
	}

	@Test
	void aTermSignalLetsTheRunUnderWayEndAndTheNextStartIsClean() {
		try (Coordinator coordinator = coordinator()) {
			try (ServiceProcess service = ServiceProcess.start(data(), coordinator.url())) {
				Api api = service.api();
				Coordinator.Hold hold = coordinator.hold();
				CompletableFuture<HttpResponse<String>> sync = CompletableFuture
					.supplyAsync(() -> api.post("/sync", ""));
				hold.awaitQuestion();
				service.terminate();
				service.awaitOutput("Commencing graceful shutdown");
				assertThat(service.isAlive()).isTrue();
				hold.release();
				assertThat(Api.ok(sync.join()).get("outcome").asString()).isEqualTo("SUCCEEDED");
				assertThat(service.exitCode()).isIn(0, TERMINATED);
				assertThat(service.output()).contains("Graceful shutdown complete");
			}
			try (ServiceProcess service = ServiceProcess.start(data(), coordinator.url())) {
				Api api = service.api();
				requireNoChange(api.sync(), api, files().addresses());
				assertThat(service.output()).doesNotContain(" WARN ", " ERROR ");
				assertThat(service.stop()).isIn(0, TERMINATED);
			}
		}
	}

	@Test
	void logsObjectsWithTheNameOfTheRunIfOnePropertyIsSet() {
		try (Coordinator coordinator = coordinator();
				ServiceProcess service = ServiceProcess.start(data(), coordinator.url(),
						"--logging.structured.format.console=ecs")) {
			JsonNode report = service.api().sync();
			assertThat(service.stop()).isIn(0, TERMINATED);
			List<JsonNode> lines = service.output().lines().map(JsonMapper.shared()::readTree).toList();
			assertThat(lines).allSatisfy((line) -> assertThat(line.has("@timestamp")).isTrue())
				.filteredOn((line) -> line.has("sync_id"))
				.isNotEmpty()
				.allSatisfy((line) -> {
					assertThat(line.get("sync_id")).isEqualTo(report.get("sync_id"));
					assertThat(line.get("source").asString()).isEqualTo("default");
				});
		}
	}

}
