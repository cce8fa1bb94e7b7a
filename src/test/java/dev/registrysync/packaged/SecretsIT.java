package dev.registrysync.packaged;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tries to make the packaged jar say a secret.
 */
class SecretsIT {

	private static final String PASSPHRASE = "marker-passphrase-xyzzy-4711";

	private static final String TOKEN = "marker-token-plugh-0815";

	private static final List<String> TALKATIVE = List.of("--logging.level.dev.registrysync=TRACE",
			"--logging.level.root=DEBUG", "--management.endpoints.web.exposure.include=*",
			"--management.endpoint.env.show-values=always", "--management.endpoint.configprops.show-values=always");

	@TempDir
	private Path directory;

	@BeforeEach
	void writeSecrets() throws IOException {
		write("passphrase", PASSPHRASE);
		write("token", TOKEN);
	}

	private Path write(String name, String secret) throws IOException {
		return SecretFile.write(this.directory.resolve(name), secret);
	}

	private String[] arguments() {
		List<String> arguments = new ArrayList<>(TALKATIVE);
		arguments.add("--registry-sync.keystore.passphrase-file=" + this.directory.resolve("passphrase"));
		arguments.add("--registry-sync.coordinators.default.token-file=" + this.directory.resolve("token"));
		return arguments.toArray(String[]::new);
	}

	private Path data() {
		return this.directory.resolve("data");
	}

	@Test
	void noSecretIsEverSaidHoweverMuchIsLogged() throws IOException, InterruptedException {
		Map<String, String> said = new LinkedHashMap<>();
		Set<String> addresses;
		try (Coordinator coordinator = Coordinator.onLoopback().agents(Samples.agents()).tools(Samples.tools());
				ServiceProcess service = ServiceProcess.start(data(), coordinator.url(), arguments())) {
			Api api = service.api();
			said.put("report", Api.ok(api.post("/sync", "")).toString());
			assertThat(coordinator.authorizations()).contains("Bearer " + TOKEN);
			addresses = Set.copyOf(api.identities().requireAllValid().addresses().values());
			said.put("identities", api.identities().answer().toString());
			said.putAll(actuator(api));
			said.putAll(problems(api, coordinator));
			said.put("thread dump", threadDump(service.pid()));
			service.stop();
			said.put("output", service.output());
		}
		assertThat(said.get("output").contains(" DEBUG ")).as("the log is talkative").isTrue();
		SecretSearch search = new SecretSearch(List.of(PASSPHRASE, TOKEN), addresses);
		said.forEach((where, text) -> assertThat(search.find(text)).as(where).isEmpty());
	}

	/**
	 * Every answer of the actuator that can be had with a GET.
	 */
	private static Map<String, String> actuator(Api api) {
		Map<String, String> answers = new LinkedHashMap<>();
		for (JsonNode link : Api.ok(api.get("/actuator")).get("_links")) {
			if (!link.get("templated").asBoolean()) {
				String href = link.get("href").asString();
				answers.put(href, api.get(URI.create(href).getPath()).body());
			}
		}
		assertThat(answers.keySet()).anyMatch((href) -> href.endsWith("/beans"))
			.noneMatch((href) -> href.endsWith("/env"))
			.noneMatch((href) -> href.endsWith("/configprops"))
			.noneMatch((href) -> href.endsWith("/heapdump"))
			.noneMatch((href) -> href.endsWith("/threaddump"));
		return answers;
	}

	/**
	 * Problems of all origins: the request, the coordinator, the registry file, the
	 * keystore.
	 */
	private Map<String, String> problems(Api api, Coordinator coordinator) throws IOException {
		Map<String, String> answers = new LinkedHashMap<>();
		problem(answers, 400, api.post("/sync", "{\"passphrase\": 1}"));
		problem(answers, 400, api.post("/sync", "{"));
		problem(answers, 400, api.get("/identities?verdict=NONE"));
		problem(answers, 404, api.get("/registry/agents/nobody"));
		problem(answers, 404, api.get("/keystore/wrapping.key"));
		problem(answers, 409, api.post("/sync", "{\"approve\": \"sha256:00\"}"));
		coordinator.agents("{\"error\": \"the token %s is not known\"}".formatted(TOKEN));
		answers.put("partial report", Api.ok(api.post("/sync", "")).toString());
		problem(answers, 502, api.post("/sync", "{\"kinds\": [\"agents\"]}"));
		coordinator.tools("<html>" + TOKEN);
		problem(answers, 502, api.post("/sync", ""));
		coordinator.tools(Samples.tools()).agents("{\"fresh\": {\"agent_id\": \"fresh\"}}");
		Path keys = data().resolve("keystore/keys.db");
		Path moved = Files.move(keys, this.directory.resolve("keys.db"));
		problem(answers, 500, api.post("/sync", ""));
		Files.move(moved, keys);
		Path agents = new RegistryFiles(data()).file("agents");
		Files.writeString(agents, Files.readString(agents).substring(0, 500));
		problem(answers, 500, api.post("/sync", ""));
		return answers;
	}

	private static void problem(Map<String, String> answers, int status, HttpResponse<String> answer) {
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
		assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
		answers.put("problem %d (%d)".formatted(answers.size(), status), answer.body());
	}

	private static String threadDump(long pid) throws IOException, InterruptedException {
		Process jcmd = new ProcessBuilder(ServiceProcess.tool("jcmd").toString(), Long.toString(pid), "Thread.print",
				"-l", "-e")
			.redirectErrorStream(true)
			.start();
		String dump = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(jcmd.waitFor()).as(dump).isZero();
		assertThat(dump).contains("Full thread dump", "http-nio");
		return dump;
	}

	@Test
	void aWrongPassphraseIsRefusedAndNeitherItNorTheRightOneIsSaid() throws IOException {
		String wrong = "marker-wrong-fnord-0042";
		try (Coordinator coordinator = Coordinator.onLoopback().agents(Samples.agents()).tools(Samples.tools())) {
			try (ServiceProcess service = ServiceProcess.start(data(), coordinator.url(), arguments())) {
				service.api().sync();
			}
			write("passphrase", wrong);
			try (ServiceProcess service = ServiceProcess.launch(data(), coordinator.url(), arguments())) {
				assertThat(service.exitCode()).isPositive();
				assertThat(service.output()).contains("(keystore_wrong_passphrase)")
					.doesNotContain(wrong, PASSPHRASE, TOKEN);
			}
			write("passphrase", PASSPHRASE);
			try (ServiceProcess service = ServiceProcess.start(data(), coordinator.url(), arguments())) {
				service.api().identities().requireAllValid();
			}
		}
	}

}
