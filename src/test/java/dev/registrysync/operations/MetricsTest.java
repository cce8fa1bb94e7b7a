package dev.registrysync.operations;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.registrysync.packaged.Coordinator;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What Prometheus gets from a service that has just started, and what it gets later.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class MetricsTest {

	/** A service of its own, as it counts what has happened since the start. */
	private static final Coordinator COORDINATOR = Coordinator.onLoopback();

	private static final Path DATA = StartedServiceTestCase.directory();

	/** Names, types and labels never change: dashboards and alerts of others use them. */
	private static final String METRICS = """
			registry_sync_changes_total counter action kind
			registry_sync_conflicts_total counter kind
			registry_sync_consecutive_failures gauge source
			registry_sync_coordinator_request_duration_seconds histogram outcome
			registry_sync_coordinator_request_duration_seconds_max gauge outcome
			registry_sync_entries gauge kind state
			registry_sync_guard_trips_total counter guard
			registry_sync_history_chain_valid gauge
			registry_sync_identity_missing gauge kind
			registry_sync_in_progress gauge
			registry_sync_keys gauge state
			registry_sync_keys_created_total counter
			registry_sync_last_success_timestamp_seconds gauge source
			registry_sync_out_of_sync gauge kind
			registry_sync_phase_duration_seconds histogram phase
			registry_sync_phase_duration_seconds_max gauge phase
			registry_sync_revision gauge
			registry_sync_run_duration_seconds histogram outcome
			registry_sync_run_duration_seconds_max gauge outcome
			registry_sync_runs_total counter dry_run outcome trigger
			registry_sync_signature_verifications_total counter kind result
			registry_sync_signatures_invalid gauge kind
			registry_sync_tokens gauge state
			registry_sync_webhook_attempts_total counter outcome webhook
			registry_sync_webhook_changes_lost_total counter webhook
			""";

	private static final Pattern ASKED_FOR = Pattern
		.compile("\\b(registry_sync|http_server|jvm|process|disk|system|tomcat)_[a-z_]+(?=[\\[{) ])");

	private static final int RANDOM_CALLS = 300;

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		StartedServiceTestCase.register(registry, DATA, COORDINATOR);
	}

	private RunningService service() {
		return new RunningService(this.port);
	}

	@Test
	void everySeriesIsThereFromTheStartAndNothingThatHappensAddsOne() throws Exception {
		RunningService service = service();
		Scrape atStart = service.scrape();
		assertThat(described(atStart)).containsExactlyInAnyOrderElementsOf(METRICS.lines().toList());
		runInEveryWay(service);
		Scrape later = service.scrape();
		assertThat(ours(later)).isEqualTo(ours(atStart));
		assertThat(ours(later)).allSatisfy((series) -> assertThat(Scrape.labels(series).values())
			.allSatisfy((value) -> assertThat(value).matches("[a-z_]+")));
		requireValues(later);
		await().forever()
			.untilAsserted(() -> assertThat(service.scrape().samples()).hasEntrySatisfying(
					"registry_sync_webhook_attempts_total{outcome=\"taken\",webhook=\"chat\"}",
					(taken) -> assertThat(taken).isPositive()));
		callAtRandom(service);
		Set<String> afterFirst = addedByCalls(service.scrape());
		assertThat(afterFirst).anySatisfy((series) -> assertThat(series).contains("uri=\"/registry/{kind}/{id}\""));
		callAtRandom(service);
		assertThat(addedByCalls(service.scrape())).isEqualTo(afterFirst);
	}

	@Test
	void whatTheDashboardAndTheAlertsAskForIsThere() throws Exception {
		RunningService service = service();
		service.get("/actuator/health");
		Set<String> there = service.scrape().names();
		for (String file : List.of("deploy/grafana/registry-sync.json", "deploy/prometheus/alerts.yaml")) {
			Set<String> asked = ASKED_FOR.matcher(Files.readString(Path.of(file)))
				.results()
				.map(MatchResult::group)
				.collect(Collectors.toSet());
			assertThat(asked).as(file).hasSizeGreaterThan(10);
			assertThat(there).as(file).containsAll(asked);
		}
	}

	/**
	 * A name, a type and labels for each metric of ours.
	 */
	private static Set<String> described(Scrape scrape) {
		Map<String, Set<String>> labels = new TreeMap<>();
		scrape.samples().keySet().forEach((series) -> {
			String name = Scrape.name(series).replaceFirst("_seconds_(bucket|count|sum)$", "_seconds");
			labels.computeIfAbsent(name, (first) -> new TreeSet<>()).addAll(Scrape.labels(series).keySet());
		});
		return labels.entrySet()
			.stream()
			.filter((metric) -> metric.getKey().startsWith("registry_sync"))
			.map((metric) -> (metric.getKey() + " " + scrape.types().get(metric.getKey()) + " "
					+ String.join(" ", metric.getValue()))
				.strip())
			.collect(Collectors.toSet());
	}

	private static Set<String> ours(Scrape scrape) {
		return scrape.samples()
			.keySet()
			.stream()
			.filter((series) -> series.startsWith("registry_sync"))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * All series but those that appear when something ends by itself: the JVM's first
	 * collection for a reason, and a stream of events whose reader was found gone.
	 */
	private static Set<String> addedByCalls(Scrape scrape) {
		return scrape.samples()
			.keySet()
			.stream()
			.filter((series) -> !series.startsWith("jvm_gc_") && !series.contains("uri=\"/events\""))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static void runInEveryWay(RunningService service) throws Exception {
		COORDINATOR.agents("""
				{"a": {"status": "active"}, "b": {}, "c": {}, "d": {}, "e": {}, "f": {}, "not an entry": 1}""")
			.tools("{\"x\": {}, \"y\": {}}");
		assertThat(service.post("/sync", "{\"dry_run\": true}").statusCode()).isEqualTo(200);
		assertThat(service.post("/sync", "").body()).contains("\"PARTIAL\"");
		COORDINATOR.agents("{\"a\": {}, \"b\": {}, \"c\": {}, \"d\": {}, \"e\": {}}");
		assertThat(service.post("/sync", "").body()).contains("\"missing\":1");
		COORDINATOR.agents("{\"a\": {}}").tools("{}");
		assertThat(service.post("/sync", "").body()).contains("\"HELD\"");
		Path file = DATA.resolve("config/official_agents_registry.json");
		Files.writeString(file, Files.readString(file)
			.replace("\"registered_agents\": {", "\"registered_agents\": {\n    \"scribble\": true,"));
		assertThat(service.post("/keys", "").statusCode()).isEqualTo(200);
		COORDINATOR.agents("[1]");
		assertThat(service.post("/sync", "{\"kinds\": [\"agents\"]}").statusCode()).isEqualTo(502);
	}

	private static void requireValues(Scrape scrape) {
		Map<String, Double> expected = new TreeMap<>(Map.ofEntries(
				entry("entries{kind=\"agents\",state=\"active\"}", 5.0),
				entry("entries{kind=\"agents\",state=\"missing\"}", 1.0),
				entry("entries{kind=\"agents\",state=\"malformed\"}", 1.0),
				entry("entries{kind=\"agents\",state=\"inactive\"}", 0.0),
				entry("entries{kind=\"tools\",state=\"active\"}", 2.0), entry("guard_trips_total{guard=\"loss\"}", 1.0),
				entry("guard_trips_total{guard=\"empty_answer\"}", 1.0), entry("keys{state=\"active\"}", 8.0),
				entry("keys{state=\"damaged\"}", 0.0), entry("keys{state=\"missing\"}", 0.0),
				entry("keys_created_total", 8.0), entry("consecutive_failures{source=\"default\"}", 1.0),
				entry("revision", 2.0), entry("in_progress", 0.0),
				entry("coordinator_request_duration_seconds_count{outcome=\"bad_answer\"}", 1.0),
				entry("runs_total{dry_run=\"true\",outcome=\"partial\",trigger=\"api\"}", 1.0),
				entry("runs_total{dry_run=\"false\",outcome=\"failed\",trigger=\"api\"}", 1.0)));
		Map<String, Double> found = new TreeMap<>();
		expected.keySet().forEach((series) -> found.put(series, scrape.samples().get("registry_sync_" + series)));
		assertThat(found).isEqualTo(expected);
	}

	private static void callAtRandom(RunningService service) {
		Random random = new Random(20261125);
		String[] methods = { "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "BREW" };
		String[] roots = { "/", "/registry/", "/registry/agents/", "/keys/", "/actuator/", "/identities?verdict=" };
		for (int i = 0; i < RANDOM_CALLS; i++) {
			String path = roots[random.nextInt(roots.length)] + Long.toString(random.nextLong() >>> 1, 36);
			HttpRequest.Builder request = service.request(path)
				.method(methods[random.nextInt(methods.length)], BodyPublishers.noBody());
			assertThat(service.send(request).statusCode()).isGreaterThanOrEqualTo(200);
		}
	}

}
