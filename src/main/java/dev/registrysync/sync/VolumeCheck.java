package dev.registrysync.sync;

import java.util.Map;

import dev.registrysync.history.History;
import dev.registrysync.keys.KeyService;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;

/**
 * Tells a first start from a volume that is not mounted, or only in part.
 */
final class VolumeCheck {

	private VolumeCheck() {
	}

	/**
	 * Refuses to go on where something is missing that the rest knows of.
	 * @throws ProblemException {@code REGISTRY_MISSING}, {@code HISTORY_MISSING} or
	 * {@code KEYSTORE_MISSING}
	 */
	static void run(SyncPorts ports) {
		boolean attested = false;
		for (Kind kind : Kind.values()) {
			attested |= ports.find(kind).filter(VolumeCheck::hasAttestedEntry).isPresent();
		}
		requireHistory(ports.history(), attested);
		requireKeys(ports.history(), ports.keys());
	}

	private static void requireHistory(History history, boolean attested) {
		if (attested && history.revision().equals(Revision.NONE)) {
			throw new ProblemException(ProblemCode.HISTORY_MISSING,
					"The registry files hold attested entries, but there is no history of them.");
		}
	}

	private static void requireKeys(History history, KeyService keys) {
		if (history.hasAttested() && keys.list().isEmpty() && keys.damaged().isEmpty()) {
			throw new ProblemException(ProblemCode.KEYSTORE_MISSING,
					"The history knows attested entries, but the keystore holds no key.",
					Map.of("revision", history.revision().number()));
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
