package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.identity.AttestedContents;
import dev.registrysync.identity.EntryValidator;
import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;

/**
 * Gives every entry of both registries its verdict.
 */
final class ValidationStep {

	private ValidationStep() {
	}

	/**
	 * The verdicts on what a run is about. In a dry run, keys that would be made cannot
	 * sign yet: there is none on their entries.
	 * @param created the entries that get their first key
	 */
	static List<EntryVerdict> verdicts(RunContext context, WorkingRegistry registry, AttestedContents contents,
			Set<EntryRef> created) {
		RunOptions options = context.options();
		context.control().begin(Phase.VALIDATE, registry.size());
		List<EntryVerdict> all = verdicts(registry, context.ports(), contents, context.control()::step);
		boolean aboutAll = options.scope().isAboutAllEntries() && !options.dryRun();
		return aboutAll ? all : all.stream().filter((verdict) -> {
			Optional<EntryRef> ref = EntryId.find(verdict.id()).map((id) -> new EntryRef(verdict.kind(), id));
			boolean covered = options.scope().coversAllOf(verdict.kind())
					|| ref.filter(options.scope()::covers).isPresent();
			return covered && !(options.dryRun() && ref.filter(created::contains).isPresent());
		}).toList();
	}

	/**
	 * The verdicts in the order of the files, agents first, malformed entries of a kind
	 * last.
	 * @param ports the keys, and the verdicts that are known already
	 * @param contents what was attested, this run's attestations included
	 * @param beforeEach hears of each entry
	 */
	static List<EntryVerdict> verdicts(WorkingRegistry registry, SyncPorts ports, AttestedContents contents,
			Runnable beforeEach) {
		List<EntryVerdict> verdicts = new ArrayList<>();
		OwnEdits edits = new OwnEdits(ports.history(), registry);
		for (Kind kind : Kind.values()) {
			verdicts.addAll(ports.keys().map(registry.refs(kind), (ref) -> {
				beforeEach.run();
				return edits.judge(ref, ports.verdicts().verdict(registry, ref, contents));
			}));
			registry.document(kind)
				.malformed()
				.forEach((name, reason) -> verdicts.add(EntryVerdict.notAnEntry(kind, name, reason)));
		}
		return EntryValidator.withUniqueAddresses(verdicts, ports.keys());
	}

}
