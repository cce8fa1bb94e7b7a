package dev.registrysync.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.registrysync.packaged.Coordinator;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * A service with a port and an empty volume, the same for all tests that extend this: so
 * it starts once.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
abstract class StartedServiceTestCase {

	static final Coordinator COORDINATOR = Coordinator.onLoopback();

	static final Path DATA = directory();

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		register(registry, DATA, COORDINATOR);
	}

	/**
	 * Sets what a service with one coordinator and one webhook needs.
	 */
	static void register(DynamicPropertyRegistry registry, Path data, Coordinator coordinator) {
		registry.add("registry-sync.data-dir", data::toString);
		registry.add("registry-sync.coordinators.default.url", coordinator::url);
		registry.add("registry-sync.webhooks.chat.url", () -> coordinator.url() + "/hook");
		registry.add("registry-sync.webhooks.chat.secret-file", StartedServiceTestCase::secret);
		registry.add("registry-sync.webhooks.chat.allow-local", () -> "true");
	}

	/**
	 * Creates an empty directory for a service's data.
	 */
	static Path directory() {
		try {
			return Files.createTempDirectory(Files.createDirectories(Path.of("target")), "started-service-")
				.toAbsolutePath();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path secret() {
		try {
			Path secret = Files.createTempFile(Path.of("target"), "webhook-", ".secret").toAbsolutePath();
			Files.writeString(secret, "a secret for a test");
			return secret;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	RunningService service() {
		return new RunningService(this.port);
	}

}
