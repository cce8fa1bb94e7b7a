package dev.registrysync.sync;

import java.util.Optional;

import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Says whether both registry files can be read and replaced, how many entries they have,
 * and how many differ from what their source said. {@code DOWN} if one cannot be read,
 * {@code DEGRADED} if one cannot be replaced.
 */
@Component("registryHealthIndicator")
class RegistryHealthIndicator implements HealthIndicator {

	private static final Status DEGRADED = new Status("DEGRADED");

	private final SyncPorts ports;

	private final SyncService service;

	RegistryHealthIndicator(SyncPorts ports, SyncService service) {
		this.ports = ports;
		this.service = service;
	}

	@Override
	public Health health() {
		Health.Builder health = Health.up()
			.withDetail("registry_id", this.ports.history().registryId())
			.withDetail("revision", this.ports.history().revision().number())
			.withDetail("out_of_sync", this.service.outOfSync());
		for (Kind kind : Kind.values()) {
			this.ports.registry()
				.findObstacle(kind)
				.ifPresent((problem) -> health.status(DEGRADED)
					.withDetail(kind + "_problem", problem.code().text())
					.withDetail(kind + "_detail", problem.detail() + " " + problem.remedy()));
		}
		for (Kind kind : Kind.values()) {
			try {
				Optional<RegistryDocument> document = this.ports.find(kind);
				health.withDetail(kind.plural(), document.map((read) -> read.ids().size()).orElse(0));
			}
			catch (ProblemException ex) {
				health.down()
					.withDetail(kind.plural(), ex.code().text())
					.withDetail(kind + "_problem", ex.code().text())
					.withDetail(kind + "_detail", ex.detail());
			}
		}
		return health.build();
	}

}
