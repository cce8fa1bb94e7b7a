package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.registrysync.history.History;
import dev.registrysync.identity.AttestationProof;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.keys.KeyService;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a first start from a volume that is not mounted, or only in part.
 */
final class VolumeCheck {

	private static final Logger log = LoggerFactory.getLogger(VolumeCheck.class);

	private VolumeCheck() {
	}

	/**
	 * Refuses to go on where something is missing that the rest knows of.
	 * @return the registry as it was found, without a file that cannot be read
	 * @throws ProblemException {@code REGISTRY_MISSING}, {@code HISTORY_MISSING} or
	 * {@code KEYSTORE_MISSING}
	 */
	static WorkingRegistry run(SyncPorts ports) {
		boolean attested = false;
		WorkingRegistry registry = new WorkingRegistry(ports.facts(), ports.registry().texts());
		for (Kind kind : Kind.values()) {
			Optional<CurrentDocument> read = find(ports, kind);
			attested |= read.map(CurrentDocument::document).filter(VolumeCheck::hasAttestedEntry).isPresent();
			read.ifPresent(registry::add);
		}
		requireHistory(ports.history(), attested);
		requireKeys(ports.history(), ports.keys());
		compareRevisions(ports, registry);
		return registry;
	}

	/**
	 * A file that cannot be read fails the runs and shows in health; it is no reason not
	 * to start.
	 */
	private static Optional<CurrentDocument> find(SyncPorts ports, Kind kind) {
		try {
			return ports.registry().read(kind);
		}
		catch (ProblemException ex) {
			if (ex.code() != ProblemCode.REGISTRY_UNREADABLE) {
				throw ex;
			}
			log.warn("Started with a registry that cannot be read: {}", ex.detail());
			return Optional.empty();
		}
	}

	private static void requireHistory(History history, boolean attested) {
		if (attested && history.isIntact() && history.revision().equals(Revision.NONE)) {
			throw new ProblemException(ProblemCode.HISTORY_MISSING,
					"The registry files hold attested entries, but there is no history of them.");
		}
	}

	private static void requireKeys(History history, KeyService keys) {
		List<KeyFacts> committed = new ArrayList<>();
		history.committedKeys().forEach((ref, key) -> committed.add(new KeyFacts(ref, key.version(), key.address())));
		boolean lacking = !keys.expect(history.registryId(), committed).isEmpty() || committed.isEmpty();
		if (lacking && keys.isEmpty() && keys.damaged().isEmpty() && hasAttested(history)) {
			throw new ProblemException(ProblemCode.KEYSTORE_MISSING,
					"The history knows attested entries, but the keystore holds no key.",
					Map.of("revision", history.revision().number()));
		}
	}

	private static boolean hasAttested(History history) {
		return Stream.of(Kind.values()).anyMatch((kind) -> !history.attested(kind).isEmpty());
	}

	/**
	 * A history that ends before what the registries prove is not all of it. What it
	 * committed itself proves nothing more.
	 */
	private static void compareRevisions(SyncPorts ports, WorkingRegistry registry) {
		History history = ports.history();
		if (history.isIntact() && !registry.isAsCommitted()) {
			AttestationProof proof = ports.keys().proofs(history.registryId());
			registry.findAttestedLater(proof, history.revision()).ifPresent(history::noteLostEnd);
		}
	}

	private static boolean hasAttestedEntry(RegistryDocument document) {
		return document.ids()
			.stream()
			.flatMap((id) -> document.find(id).stream())
			.anyMatch((entry) -> entry.members()
				.findObject("identity")
				.flatMap((identity) -> identity.findObject("attestation"))
				.isPresent());
	}

}
