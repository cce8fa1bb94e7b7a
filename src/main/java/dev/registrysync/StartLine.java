package dev.registrysync;

import java.nio.file.Path;
import java.util.stream.Collectors;

import dev.registrysync.coordinator.Sources;
import dev.registrysync.volume.VolumeProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Logs at the start where the data are, where the service listens and whom it asks.
 */
@Component
class StartLine {

	private static final Logger log = LoggerFactory.getLogger(StartLine.class);

	private final Path data;

	private final Sources sources;

	private final Environment environment;

	StartLine(VolumeProperties volume, Sources sources, Environment environment) {
		this.data = volume.dataDir().toAbsolutePath().normalize();
		this.sources = sources;
		this.environment = environment;
	}

	@EventListener(ApplicationReadyEvent.class)
	void log() {
		log.info("Data directory {}, address {}:{}, coordinators: {}", this.data,
				this.environment.getProperty("server.address", "*"), this.environment.getProperty("local.server.port"),
				this.sources.clients()
					.stream()
					.map((client) -> client.name() + " " + client.url())
					.collect(Collectors.joining(", ")));
	}

}
