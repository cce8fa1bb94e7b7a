package dev.registrysync.security;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An open instance that trusts a proxy's headers: a page that reaches it by DNS rebinding
 * can send these headers, but not another {@code Host}.
 */
abstract class ForwardedHostTestCase {

	@TempDir
	private static Path data;

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("registry-sync.data-dir", data::toString);
		registry.add("registry-sync.security.allowed-hosts", () -> "registry.example.org");
	}

	private String get(String... headers) throws IOException {
		try (RawClient client = new RawClient(this.port)) {
			return client
				.send("GET /keys HTTP/1.1\r\nConnection: close\r\n%s\r\n\r\n".formatted(String.join("\r\n", headers)))
				.answer();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Forwarded-Host: localhost", "X-Forwarded-Host: localhost:8080",
			"Forwarded: host=localhost", "Forwarded: for=127.0.0.1;host=\"localhost:8080\"",
			"X-Forwarded-Host: registry.example.org", "X-Forwarded-For: 127.0.0.1" })
	void aForwardedNameDoesNotHideAnUnknownHost(String header) throws Exception {
		assertThat(get("Host: evil.example", header)).startsWith("HTTP/1.1 421").contains("unknown_host");
	}

	@Test
	void aForwardedNameHasToBeKnownAsWell() throws Exception {
		assertThat(get("Host: localhost:8080", "X-Forwarded-Host: evil.example")).startsWith("HTTP/1.1 421");
		assertThat(get("Host: localhost:8080", "X-Forwarded-Host: registry.example.org")).startsWith("HTTP/1.1 200");
		assertThat(get("Host: registry.example.org")).startsWith("HTTP/1.1 200");
		assertThat(get("Host: [::1]:8080")).startsWith("HTTP/1.1 200");
	}

}
