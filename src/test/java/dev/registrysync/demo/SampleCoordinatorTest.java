package dev.registrysync.demo;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;

import static org.assertj.core.api.Assertions.assertThat;

class SampleCoordinatorTest {

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void servesAgentsAsABareMap() throws Exception {
		try (SampleCoordinator sample = SampleCoordinator.start()) {
			HttpResponse<byte[]> answer = get(sample, "/registry/agents");
			assertThat(answer.statusCode()).isEqualTo(200);
			assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
			JsonObject agents = (JsonObject) JsonReader.read(answer.body());
			assertThat(agents.names()).hasSize(20);
			assertThat(agents.names()).allSatisfy((id) -> assertThat(agents.findObject(id).orElseThrow().names())
				.contains("agent_id", "agent_type", "description", "status", "registered_at"));
			assertThat(agents.names()).allSatisfy((id) -> assertThat(agents.findObject(id).orElseThrow())
				.satisfies((agent) -> assertThat(agent.findText("agent_id")).contains(id)));
		}
	}

	@Test
	void oneAgentHasALiveObjectWithPrivateMembers() throws Exception {
		try (SampleCoordinator sample = SampleCoordinator.start()) {
			JsonObject agents = (JsonObject) JsonReader.read(get(sample, "/registry/agents").body());
			assertThat(agents.names()).filteredOn((id) -> agents.findObject(id).orElseThrow().has("instance"))
				.hasSize(1);
			assertThat(agents.toString()).contains("\"_api_token\"");
		}
	}

	@Test
	void servesToolsInTheirDocument() throws Exception {
		try (SampleCoordinator sample = SampleCoordinator.start()) {
			JsonObject document = (JsonObject) JsonReader.read(get(sample, "/registry/tools").body());
			assertThat(document.names()).containsExactly("registry_version", "registered_tools");
			JsonObject tools = document.findObject("registered_tools").orElseThrow();
			assertThat(tools.names()).hasSize(8);
			assertThat(tools.names()).allSatisfy((id) -> assertThat(tools.findObject(id).orElseThrow().names())
				.contains("module_path", "class_name", "enabled", "access_control"));
			assertThat(tools.names()).filteredOn((id) -> !tools.findObject(id).orElseThrow().has("version")).hasSize(1);
		}
	}

	@Test
	void isTheSameAfterARestart() throws Exception {
		byte[] first;
		try (SampleCoordinator sample = SampleCoordinator.start()) {
			first = get(sample, "/registry/agents").body();
		}
		try (SampleCoordinator sample = SampleCoordinator.start()) {
			assertThat(get(sample, "/registry/agents").body()).isEqualTo(first);
		}
	}

	@Test
	void saysThatNothingChanged() throws Exception {
		try (SampleCoordinator sample = SampleCoordinator.start()) {
			String etag = get(sample, "/registry/tools").headers().firstValue("ETag").orElseThrow();
			HttpRequest again = HttpRequest.newBuilder(sample.url().resolve("/registry/tools"))
				.header("If-None-Match", etag)
				.build();
			HttpResponse<byte[]> answer = this.client.send(again, HttpResponse.BodyHandlers.ofByteArray());
			assertThat(answer.statusCode()).isEqualTo(304);
			assertThat(answer.body()).isEmpty();
			assertThat(get(sample, "/registry/agents").headers().firstValue("ETag")).isNotEqualTo(etag);
		}
	}

	@Test
	void hasNothingElse() throws Exception {
		try (SampleCoordinator sample = SampleCoordinator.start()) {
			assertThat(get(sample, "/registry/agents/").statusCode()).isEqualTo(404);
			HttpRequest post = HttpRequest.newBuilder(sample.url().resolve("/registry/agents"))
				.POST(HttpRequest.BodyPublishers.ofString("{}", StandardCharsets.UTF_8))
				.build();
			HttpResponse<Void> answer = this.client.send(post, HttpResponse.BodyHandlers.discarding());
			assertThat(answer.statusCode()).isEqualTo(405);
		}
	}

	@Test
	void listensOnTheLoopbackAddressAndKeepsNoProcessAlive() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		try (SampleCoordinator sample = SampleCoordinator.start()) {
			assertThat(sample.url().getHost()).isEqualTo("127.0.0.1");
			assertThat(Thread.getAllStackTraces().keySet())
				.filteredOn((thread) -> !before.contains(thread) && thread.getName().contains("HTTP-Dispatcher"))
				.isNotEmpty()
				.allMatch(Thread::isDaemon);
		}
	}

	private HttpResponse<byte[]> get(SampleCoordinator sample, String path) throws Exception {
		URI uri = sample.url().resolve(path);
		return this.client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
	}

}
