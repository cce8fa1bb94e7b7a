package dev.registrysync.operations;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The files that put the service into operation.
 */
class DeployFilesTest {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final Path DEPLOY = Path.of("deploy");

	@Test
	void theDeploymentRunsConfinedAsOneProcessOnItsVolume() throws Exception {
		Map<String, JsonNode> objects = objects(DEPLOY.resolve("kubernetes/registry-sync.yaml"));
		assertThat(objects.keySet()).containsExactlyInAnyOrder("ServiceAccount", "PersistentVolumeClaim", "Deployment",
				"Service", "NetworkPolicy");
		JsonNode spec = objects.get("Deployment").get("spec");
		assertThat(spec.get("replicas").asInt()).isEqualTo(1);
		assertThat(spec.at("/strategy/type").asString()).isEqualTo("Recreate");
		JsonNode pod = spec.at("/template/spec");
		assertThat(pod.get("securityContext")).isEqualTo(JSON.readTree("""
				{"runAsNonRoot": true, "runAsUser": 10001, "runAsGroup": 10001, "fsGroup": 10001,
				 "fsGroupChangePolicy": "OnRootMismatch", "seccompProfile": {"type": "RuntimeDefault"}}"""));
		assertThat(pod.get("automountServiceAccountToken").asBoolean()).isFalse();
		assertThat(pod.get("enableServiceLinks").asBoolean()).isFalse();
		JsonNode container = pod.at("/containers/0");
		assertThat(container.get("securityContext")).isEqualTo(JSON.readTree(
				"""
						{"allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true, "capabilities": {"drop": ["ALL"]}}"""));
		assertThat(container.at("/livenessProbe/httpGet/path").asString()).isEqualTo("/actuator/health/liveness");
		assertThat(container.at("/readinessProbe/httpGet/path").asString()).isEqualTo("/actuator/health/readiness");
		assertThat(container.at("/startupProbe/httpGet/path").asString()).isEqualTo("/actuator/health/liveness");
		assertThat(named(pod.get("volumes"))).isEqualTo(named(container.get("volumeMounts")));
	}

	@Test
	void theObjectsOfTheManifestFindEachOther() throws Exception {
		Map<String, JsonNode> objects = objects(DEPLOY.resolve("kubernetes/registry-sync.yaml"));
		JsonNode template = objects.get("Deployment").at("/spec/template");
		JsonNode labels = template.at("/metadata/labels");
		assertThat(objects.get("Deployment").at("/spec/selector/matchLabels")).isEqualTo(labels);
		assertThat(objects.get("Service").at("/spec/selector")).isEqualTo(labels);
		assertThat(objects.get("NetworkPolicy").at("/spec/podSelector/matchLabels")).isEqualTo(labels);
		assertThat(template.at("/spec/serviceAccountName").asString())
			.isEqualTo(objects.get("ServiceAccount").at("/metadata/name").asString());
		assertThat(template.at("/spec/volumes/0/persistentVolumeClaim/claimName").asString())
			.isEqualTo(objects.get("PersistentVolumeClaim").at("/metadata/name").asString());
		assertThat(objects.get("Service").at("/spec/ports/0/targetPort").asString())
			.isEqualTo(template.at("/spec/containers/0/ports/0/name").asString());
	}

	@Test
	void theManifestLetsTheServiceReachItsCoordinatorAndNames() throws Exception {
		Map<String, JsonNode> objects = objects(DEPLOY.resolve("kubernetes/registry-sync.yaml"));
		JsonNode container = objects.get("Deployment").at("/spec/template/spec/containers/0");
		Map<String, String> variables = StreamSupport.stream(container.get("env").spliterator(), false)
			.collect(Collectors.toMap((variable) -> variable.get("name").asString(),
					(variable) -> variable.get("value").asString()));
		String url = variables.getOrDefault("REGISTRY_SYNC_COORDINATORS_DEFAULT_URL", "");
		JsonNode egress = objects.get("NetworkPolicy").at("/spec/egress");
		assertThat(egress).hasSize(2);
		assertThat(egress.at("/0/ports").findValuesAsString("port")).containsOnly("53");
		assertThat(egress.at("/1/ports").findValuesAsString("port"))
			.containsExactly(String.valueOf(URI.create(url).getPort()));
	}

	@Test
	void theGuideMakesTheFilesOfTheSecretThatTheManifestMounts() throws Exception {
		JsonNode pod = objects(DEPLOY.resolve("kubernetes/registry-sync.yaml")).get("Deployment")
			.at("/spec/template/spec");
		String guide = Files.readString(Path.of("docs/operations.md"));
		assertThat(guide).contains("kubectl create secret generic " + pod.at("/volumes/2/secret/secretName").asString()
				+ " --from-file=passphrase --from-file=tokens", "> passphrase", "./tokens");
		assertThat(pod.at("/containers/0/env").findValuesAsString("value"))
			.contains("/run/secrets/registry-sync/passphrase", "/run/secrets/registry-sync/tokens");
		assertThat(pod.at("/containers/0/volumeMounts").findValuesAsString("mountPath"))
			.contains("/run/secrets/registry-sync");
	}

	@Test
	void everythingInTheComposeFileIsConfinedAndPublishedToThisMachineOnly() throws Exception {
		JsonNode services = yaml(Path.of("docker-compose.yml")).get(0).get("services");
		assertThat(services.propertyNames()).containsExactlyInAnyOrder("registry-sync", "prometheus", "grafana");
		services.forEach((service) -> {
			assertThat(service.get("cap_drop").toString()).isEqualTo("[\"ALL\"]");
			assertThat(service.get("security_opt").toString()).isEqualTo("[\"no-new-privileges:true\"]");
			service.get("ports").forEach((port) -> assertThat(port.asString()).startsWith("127.0.0.1:"));
		});
		assertThat(services.at("/registry-sync/read_only").asBoolean()).isTrue();
		assertThat(services.get("registry-sync").has("profiles")).isFalse();
		for (String other : List.of("prometheus", "grafana")) {
			assertThat(services.at("/" + other + "/profiles/0").asString()).isEqualTo("monitoring");
			services.at("/" + other + "/volumes")
				.forEach((volume) -> assertThat(source(volume.asString())).satisfiesAnyOf(
						(source) -> assertThat(source).doesNotStartWith("."),
						(source) -> assertThat(Path.of(source)).exists()));
		}
		JsonNode grafana = services.at("/grafana/environment");
		assertThat(grafana.get("GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION").asString()).isEqualTo("true");
		assertThat(grafana.get("GF_AUTH_DISABLE_LOGIN_FORM").asString()).isEqualTo("true");
		assertThat(grafana.get("GF_AUTH_BASIC_ENABLED").asString()).isEqualTo("false");
		assertThat(grafana.has("GF_AUTH_ANONYMOUS_ORG_ROLE")).isFalse();
		JsonNode secrets = yaml(DEPLOY.resolve("compose.secrets.yml")).get(0);
		assertThat(secrets.get("secrets").propertyNames())
			.isEqualTo(Set.copyOf(strings(secrets.at("/services/registry-sync/secrets"))));
	}

	private static String source(String volume) {
		return volume.substring(0, volume.indexOf(':'));
	}

	@Test
	void prometheusAndGrafanaGetTheFilesThatThereAre() throws Exception {
		JsonNode prometheus = yaml(DEPLOY.resolve("prometheus/prometheus.yaml")).get(0);
		assertThat(prometheus.at("/scrape_configs/0/job_name").asString()).isEqualTo("registry-sync");
		assertThat(prometheus.at("/scrape_configs/0/metrics_path").asString()).isEqualTo("/actuator/prometheus");
		strings(prometheus.get("rule_files"))
			.forEach((file) -> assertThat(DEPLOY.resolve("prometheus").resolve(file)).exists());
		JsonNode dashboard = JSON.readTree(Files.readAllBytes(DEPLOY.resolve("grafana/registry-sync.json")));
		assertThat(dashboard.get("panels")).isNotEmpty().allSatisfy((panel) -> {
			assertThat(panel.get("title").asString()).isNotBlank();
			assertThat(panel.get("description").asString()).isNotBlank();
			assertThat(panel.get("targets")).isNotEmpty();
		});
	}

	@Test
	void everyAlertSaysWhatItMeansAndIsInTheOperatorsGuideAndIsTested() throws Exception {
		String guide = Files.readString(Path.of("docs/operations.md"));
		JsonNode tests = yaml(DEPLOY.resolve("prometheus/alerts.test.yaml")).get(0);
		Set<String> tested = tests.findValuesAsString("alertname").stream().collect(Collectors.toSet());
		JsonNode rules = yaml(DEPLOY.resolve("prometheus/alerts.yaml")).get(0).at("/groups/0/rules");
		assertThat(rules).isNotEmpty().allSatisfy((rule) -> {
			assertThat(rule.at("/annotations/summary").asString()).isNotBlank();
			assertThat(rule.at("/annotations/description").asString()).isNotBlank();
			assertThat(rule.at("/labels/severity").asString()).isIn("warning", "critical");
			assertThat(guide).contains("`" + rule.get("alert").asString() + "`");
			assertThat(tested).contains(rule.get("alert").asString());
		});
	}

	private static Map<String, JsonNode> objects(Path file) throws IOException {
		return yaml(file).stream()
			.collect(Collectors.toMap((object) -> object.get("kind").asString(), (object) -> object));
	}

	private static List<JsonNode> yaml(Path file) throws IOException {
		Iterable<Object> documents = new Yaml().loadAll(Files.readString(file));
		return StreamSupport.stream(documents.spliterator(), false).map(JSON::<JsonNode>valueToTree).toList();
	}

	private static Set<String> named(JsonNode objects) {
		return StreamSupport.stream(objects.spliterator(), false)
			.map((object) -> object.get("name").asString())
			.collect(Collectors.toSet());
	}

	private static List<String> strings(JsonNode array) {
		return Stream.of(JSON.treeToValue(array, String[].class)).toList();
	}

}
