package dev.registrysync.coordinator;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Makes clients for tests; they repeat a question without a pause.
 */
public final class Coordinators {

	static final Duration PATIENT = Duration.ofMinutes(10);

	/** Where the bodies of answers are kept. */
	static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"), "registry-sync-spools");

	static final Duration IMPATIENT = Duration.ofSeconds(1);

	private Coordinators() {
	}

	/**
	 * A client that waits a second for an answer.
	 */
	public static CoordinatorClient impatientClient(URI url) {
		return client(url, null, IMPATIENT, DataSize.ofMegabytes(1));
	}

	/**
	 * A client that waits for an answer for as long as a test may take.
	 */
	public static CoordinatorClient patientClient(URI url) {
		return client(url);
	}

	static HttpCoordinatorClient client(URI url) {
		return client(url, null, PATIENT, DataSize.ofMegabytes(1));
	}

	static HttpCoordinatorClient client(URI url, @Nullable Path tokenFile, Duration readTimeout, DataSize maxBody) {
		return client(url, tokenFile, readTimeout, maxBody, () -> {
		});
	}

	static HttpCoordinatorClient client(URI url, @Nullable Path tokenFile, Duration readTimeout, DataSize maxBody,
			RetryPause pause) {
		return new HttpCoordinatorClient("default",
				new CoordinatorProperties.Coordinator(url.toString(), tokenFile, "Authorization", PATIENT, readTimeout,
						maxBody, false, 0,
						List.of("agent_id", "id", "name", "type", "status", "agent_type", "version")),
				pause, ObservationRegistry.NOOP, TEMPORARY);
	}

	/**
	 * A client that shows its token in a header of the coordinator's own.
	 */
	static HttpCoordinatorClient client(URI url, Path tokenFile, String tokenHeader) {
		return new HttpCoordinatorClient("default",
				new CoordinatorProperties.Coordinator(url.toString(), tokenFile, tokenHeader, PATIENT, PATIENT,
						DataSize.ofMegabytes(1), false, 0,
						List.of("agent_id", "id", "name", "type", "status", "agent_type", "version")),
				() -> {
				}, ObservationRegistry.NOOP, TEMPORARY);
	}

}
