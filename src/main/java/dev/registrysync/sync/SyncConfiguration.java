package dev.registrysync.sync;

import java.time.Clock;
import java.util.List;

import dev.registrysync.coordinator.Sources;
import dev.registrysync.history.History;
import dev.registrysync.identity.EntryValidator;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.keys.KeyService;
import dev.registrysync.keys.SignedTexts;
import dev.registrysync.reconcile.ReconcilePolicy;
import dev.registrysync.store.RegistryStore;
import dev.registrysync.volume.FreeSpace;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Puts the ports together.
 */
@Configuration(proxyBeanMethods = false)
class SyncConfiguration {

	/** Runs that ask for the same share a place, so few are ever wanted. */
	private static final int MOST_IN_BACKGROUND = 20;

	@Bean
	SourceRecords sourceRecords(Sources sources) {
		return new SourceRecords(sources.names());
	}

	@Bean
	SyncMetrics syncMetrics(MeterRegistry meters, SourceRecords sources) {
		return new SyncMetrics(meters, sources);
	}

	@Bean
	SyncPorts syncPorts(Sources sources, RegistryStore store, KeyService keys, History history, SyncMetrics metrics,
			Secp256k1 secp256k1, FreeSpace space) {
		EntryValidator validator = new EntryValidator(secp256k1, history.registryId(), keys.service());
		return new SyncPorts(sources, new CurrentRegistry(store, history), keys, history, new EntryCache(),
				new VerdictCache(validator, keys, metrics), new CommitGate(), space);
	}

	@Bean
	SignedTexts signedTexts(SyncPorts ports) {
		return ports::statements;
	}

	@Bean
	ReconcilePolicy reconcilePolicy(ConflictProperties conflicts, MemberProperties members, GuardProperties guard,
			GraceProperties grace, Sources sources) {
		return new ReconcilePolicy(members.rules(conflicts), guard.toGuard(), grace.toGrace(), List.of(),
				SourcePolicies.of(guard, conflicts, sources.names()));
	}

	@Bean
	SyncSettings syncSettings(ReconcilePolicy policy, SyncProperties properties, FilesProperties files,
			Environment environment) {
		return new SyncSettings(policy, externalChanges(environment), properties.deadline(), files.maxLag());
	}

	@Bean
	ActiveRuns activeRuns(SyncSettings settings, ObservationRegistry observations) {
		return new ActiveRuns(settings.deadline(), observations);
	}

	@Bean
	RunRecorder runRecorder(History history) {
		return new RunRecorder(history.runs());
	}

	@Bean
	RunArchive runArchive(ActiveRuns active, RunRecorder recorder) {
		return new RunArchive(active, recorder);
	}

	@Bean
	RunsHealthIndicator runsHealthIndicator(ActiveRuns runs) {
		return new RunsHealthIndicator(runs);
	}

	@Bean
	SyncService syncService(SyncPorts ports, SyncSettings settings, ActiveRuns active, RunRecorder recorder,
			Actors actors, SourceRecords sources, SyncMetrics metrics, Clock clock) {
		return new SyncService(ports, settings, active, recorder, actors, sources, metrics, clock);
	}

	@Bean
	BackgroundRuns backgroundRuns(SyncService service) {
		return new BackgroundRuns(service, MOST_IN_BACKGROUND);
	}

	private static ExternalChanges externalChanges(Environment environment) {
		return Binder.get(environment)
			.bind("registry-sync.external-changes", ExternalChanges.class)
			.orElse(ExternalChanges.REPORT);
	}

}
