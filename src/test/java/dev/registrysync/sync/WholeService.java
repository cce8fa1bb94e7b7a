package dev.registrysync.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.registrysync.RegistrySyncApplication;
import dev.registrysync.packaged.Coordinator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole application on a free port, with a coordinator over HTTP, seen only through
 * its API and its files.
 */
final class WholeService implements AutoCloseable {

	static final JsonMapper JSON = JsonMapper.shared();

	final Coordinator coordinator = Coordinator.onLoopback();

	private final HttpClient client = HttpClient.newHttpClient();

	private final Path data;

	private final List<String> settings;

	private ConfigurableApplicationContext application;

	private WholeService(Path data, List<String> settings) {
		this.data = data;
		this.settings = settings;
		this.application = start();
	}

	/**
	 * Starts it.
	 * @param settings more properties, {@code registry-sync.…=…}
	 */
	static WholeService start(Path data, String... settings) {
		return new WholeService(data, new ArrayList<>(Arrays.asList(settings)));
	}

	private ConfigurableApplicationContext start() {
		List<String> arguments = new ArrayList<>();
		arguments.add("--server.port=0");
		arguments.add("--registry-sync.data-dir=" + this.data);
		arguments.add("--registry-sync.coordinators.default.url=" + this.coordinator.url());
		this.settings.forEach((setting) -> arguments.add("--" + setting));
		return new SpringApplicationBuilder(RegistrySyncApplication.class).run(arguments.toArray(String[]::new));
	}

	/**
	 * Ends it and starts it anew with the same data.
	 * @param more properties that are added to the present ones, or replace them
	 */
	void restart(String... more) {
		this.application.close();
		for (String setting : more) {
			String name = setting.substring(0, setting.indexOf('=') + 1);
			this.settings.removeIf((present) -> present.startsWith(name));
			this.settings.add(setting);
		}
		this.application = start();
	}

	@Override
	public void close() {
		this.application.close();
		this.coordinator.close();
	}

	private int port() {
		return ((WebServerApplicationContext) this.application).getWebServer().getPort();
	}

	HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
	}

	HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.client.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private JsonNode sent(HttpRequest.Builder request) {
		HttpResponse<String> response = send(request);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return JSON.readTree(response.body());
	}

	JsonNode get(String path) {
		return sent(request(path));
	}

	/**
	 * Posts JSON, or nothing if it is empty.
	 */
	JsonNode post(String path, String json) {
		return sent(posting(path, json));
	}

	HttpRequest.Builder posting(String path, String json) {
		BodyPublisher body = json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json);
		return request(path).POST(body).header("Content-Type", "application/json");
	}

	JsonNode patch(String path, String json) {
		return sent(patching(path, json));
	}

	HttpRequest.Builder patching(String path, String json) {
		return request(path).method("PATCH", BodyPublishers.ofString(json))
			.header("Content-Type", "application/merge-patch+json");
	}

	JsonNode sync() {
		return post("/sync", "");
	}

	/**
	 * Follows the change feed from the beginning.
	 * @param last whether an event is the last one to wait for
	 */
	List<JsonNode> eventsUpTo(Predicate<JsonNode> last) {
		HttpRequest request = request("/events").header("Last-Event-ID", "0-0").build();
		try (Stream<String> lines = this.client.send(request, BodyHandlers.ofLines()).body()) {
			List<JsonNode> events = new ArrayList<>();
			Iterator<JsonNode> data = lines.filter((line) -> line.startsWith("data:"))
				.map((line) -> JSON.readTree(line.substring("data:".length())))
				.iterator();
			do {
				events.add(data.next());
			}
			while (!last.test(events.get(events.size() - 1)));
			return events;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	Path file(String kind) {
		return this.data.resolve("config/official_%s_registry.json".formatted(kind));
	}

	JsonNode document(String kind) {
		try {
			return JSON.readTree(Files.readAllBytes(file(kind)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The entry in the file; a missing node if it has none.
	 */
	JsonNode entry(String kind, String id) {
		return document(kind).path("registered_" + kind).path(id);
	}

	List<String> ids(String kind) {
		return List.copyOf(document(kind).path("registered_" + kind).propertyNames());
	}

	/**
	 * Edits the entries of a file as another program does: reads it, changes it, and
	 * writes all of it in place.
	 */
	void edit(String kind, Consumer<ObjectNode> edit) {
		JsonNode document = document(kind);
		edit.accept((ObjectNode) document.get("registered_" + kind));
		write(kind, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document));
	}

	void write(String kind, String text) {
		try {
			Files.writeString(file(kind), text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The verdict on an entry.
	 */
	String verdict(String kind, String id) {
		return StreamSupport.stream(get("/identities").get("identities").spliterator(), false)
			.filter((identity) -> identity.get("kind").asString().equals(kind)
					&& identity.get("id").asString().equals(id))
			.findFirst()
			.orElseThrow()
			.get("verdict")
			.asString();
	}

}
