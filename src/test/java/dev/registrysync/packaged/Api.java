package dev.registrysync.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls a running service as its users do.
 */
public final class Api {

	private static final JsonMapper json = JsonMapper.shared();

	private final HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();

	private final URI url;

	public Api(URI url) {
		this.url = url;
	}

	/**
	 * {@code POST /sync} without a body; it has to answer with a report.
	 */
	JsonNode sync() {
		return ok(post("/sync", ""));
	}

	Identities identities() {
		return new Identities(ok(get("/identities")));
	}

	public HttpResponse<String> get(String path) {
		return send(request(path).GET());
	}

	public HttpResponse<String> post(String path, String body) {
		return send(posting(path, body));
	}

	/**
	 * The same, for calls of which many are under way at once.
	 */
	CompletableFuture<HttpResponse<String>> postWithoutWaiting(String path, String body) {
		return this.client.sendAsync(posting(path, body).build(), BodyHandlers.ofString());
	}

	private HttpRequest.Builder posting(String path, String body) {
		return request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
	}

	/**
	 * Sends a JSON merge patch.
	 */
	public HttpResponse<String> patch(String path, String body) {
		return send(request(path).header("Content-Type", "application/merge-patch+json")
			.method("PATCH", BodyPublishers.ofString(body)));
	}

	public HttpResponse<String> delete(String path) {
		return send(request(path).DELETE());
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(this.url.resolve(path));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) {
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

	public static JsonNode ok(HttpResponse<String> response) {
		return json(200, response);
	}

	public static JsonNode json(int status, HttpResponse<String> response) {
		assertThat(response.statusCode()).as("%s: %s", response.uri(), response.body()).isEqualTo(status);
		return json.readTree(response.body());
	}

}
