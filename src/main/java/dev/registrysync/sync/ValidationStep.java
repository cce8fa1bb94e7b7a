package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.List;

import dev.registrysync.identity.AttestedContents;
import dev.registrysync.identity.EntryValidator;
import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.registry.Kind;

/**
 * Gives every entry of both registries its verdict.
 */
final class ValidationStep {

	private ValidationStep() {
	}

	/**
	 * The verdicts in the order of the files, agents first, malformed entries of a kind
	 * last.
	 * @param ports the keys, and the verdicts that are known already
	 * @param contents what was attested, this run's attestations included
	 */
	static List<EntryVerdict> verdicts(WorkingRegistry registry, SyncPorts ports, AttestedContents contents) {
		List<EntryVerdict> verdicts = new ArrayList<>();
		for (Kind kind : Kind.values()) {
			registry.forEach(kind, (entry) -> verdicts.add(ports.verdicts().verdict(entry, contents)));
			registry.document(kind)
				.malformed()
				.forEach((name, reason) -> verdicts.add(EntryVerdict.notAnEntry(kind, name, reason)));
		}
		return EntryValidator.withUniqueAddresses(verdicts, ports.keys());
	}

}
