package dev.registrysync.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

import dev.registrysync.RegistrySyncApplication;
import dev.registrysync.database.Database;
import dev.registrysync.packaged.Coordinator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A whole service on a free port and a volume of its own, which a test can stop and start
 * again.
 */
final class RestartableService implements AutoCloseable {

	private final Path data;

	private final Coordinator coordinator = Coordinator.onLoopback();

	private @Nullable ConfigurableApplicationContext context;

	RestartableService(Path data) {
		this.data = data;
	}

	Coordinator coordinator() {
		return this.coordinator;
	}

	Path data() {
		return this.data;
	}

	RestartableService start(String... settings) {
		List<String> arguments = new ArrayList<>(
				List.of("--server.port=0", "--server.address=127.0.0.1", "--registry-sync.data-dir=" + this.data,
						"--registry-sync.coordinators.default.url=" + this.coordinator.url()));
		arguments.addAll(List.of(settings));
		this.context = new SpringApplicationBuilder(RegistrySyncApplication.class)
			.run(arguments.toArray(String[]::new));
		return this;
	}

	void stop() {
		if (this.context != null) {
			this.context.close();
			this.context = null;
		}
	}

	void restart(String... settings) {
		stop();
		start(settings);
	}

	RunningService http() {
		if (this.context == null) {
			throw new IllegalStateException("the service is stopped");
		}
		return new RunningService(
				this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
	}

	JsonNode get(String path) {
		return json(200, http().get(path));
	}

	JsonNode post(String path, String body) {
		return json(200, http().post(path, body));
	}

	JsonNode post(int status, String path, String body) {
		return json(status, http().post(path, body));
	}

	HttpResponse<String> patch(String path, String body) {
		return http().send(http().request(path)
			.header("Content-Type", "application/merge-patch+json")
			.method("PATCH", BodyPublishers.ofString(body)));
	}

	/**
	 * Changes the database behind the service's back.
	 */
	void tamper(String statement) {
		Objects.requireNonNull(this.context).getBean(Database.class).write((jdbc) -> jdbc.sql(statement).update());
	}

	JsonNode sync() {
		return post("/sync", "");
	}

	/**
	 * The verdict, reason, remedy and address of an entry.
	 */
	JsonNode identity(String kind, String id) {
		for (JsonNode identity : get("/identities").get("identities")) {
			if (identity.path("kind").asString().equals(kind) && identity.path("id").asString().equals(id)) {
				return identity;
			}
		}
		throw new AssertionError("no identity of %s/%s".formatted(kind, id));
	}

	Path file(String kind) {
		return this.data.resolve("config/official_%s_registry.json".formatted(kind));
	}

	/**
	 * Edits a registry file as another program would.
	 */
	void edit(String kind, UnaryOperator<String> change) {
		try {
			String before = Files.readString(file(kind));
			String after = change.apply(before);
			assertThat(after).as("the edit").isNotEqualTo(before);
			Files.writeString(file(kind), after);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static JsonNode json(int status, HttpResponse<String> response) {
		assertThat(response.statusCode()).as("%s: %s", response.uri(), response.body()).isEqualTo(status);
		return JsonMapper.shared().readTree(response.body());
	}

	@Override
	public void close() {
		stop();
		this.coordinator.close();
	}

}
