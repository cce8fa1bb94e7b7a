package dev.registrysync.security;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.registrysync.packaged.Coordinator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * A service that asks for the tokens here. Each class of tests starts its own, with an
 * empty volume.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
abstract class SecuredServiceTestCase {

	static final Tokens TOKENS = new Tokens();

	static final Coordinator COORDINATOR = Coordinator.onLoopback();

	@TempDir
	static Path directory;

	final HttpClient client = HttpClient.newHttpClient();

	@LocalServerPort
	int port;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) throws IOException {
		Path tokens = Files.writeString(directory.resolve("tokens"), TOKENS.lines());
		registry.add("registry-sync.security.tokens-file", tokens::toString);
		registry.add("registry-sync.data-dir", () -> directory.resolve("data").toString());
		registry.add("registry-sync.coordinators.default.url", COORDINATOR::url);
	}

	HttpRequest.Builder request(String path, @Nullable String credentials) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.header("Content-Type", "application/json");
		return (credentials != null) ? request.header("Authorization", credentials) : request;
	}

	HttpRequest.Builder post(String path, @Nullable String credentials, String body) {
		return request(path, credentials).POST(BodyPublishers.ofString(body));
	}

	HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.client.send(request.build(), BodyHandlers.ofString());
	}

}
