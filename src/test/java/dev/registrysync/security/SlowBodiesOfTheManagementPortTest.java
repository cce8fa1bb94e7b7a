package dev.registrysync.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "management.server.port=0")
class SlowBodiesOfTheManagementPortTest {

	private static final Tokens TOKENS = new Tokens();

	@TempDir
	private static Path directory;

	@LocalManagementPort
	private int port;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) throws Exception {
		Path tokens = Files.writeString(directory.resolve("tokens"), TOKENS.lines());
		registry.add("registry-sync.security.tokens-file", tokens::toString);
		registry.add("registry-sync.data-dir", () -> directory.resolve("data").toString());
		registry.add("registry-sync.coordinators.default.url", () -> "http://127.0.0.1:1");
	}

	@Test
	void aConnectionWhoseBodyDripsIsClosedWithTheAnswer() throws Exception {
		ScheduledExecutorService drips = Executors.newSingleThreadScheduledExecutor();
		try (RawClient connection = new RawClient(this.port)) {
			connection.send("POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000\r\n\r\n");
			drips.scheduleAtFixedRate(() -> drip(connection), 0, 50, TimeUnit.MILLISECONDS);
			assertThat(connection.answer()).startsWith("HTTP/1.1 401").contains("Connection: close");
		}
		finally {
			drips.shutdownNow();
		}
	}

	private static void drip(RawClient connection) {
		try {
			connection.send(" ");
		}
		catch (IOException ex) {
			throw new IllegalStateException("the service hung up", ex);
		}
	}

}
