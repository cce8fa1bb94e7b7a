package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.curve.Cores;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;

/**
 * Finds the entries whose identity may have to be made, mended or renewed.
 */
final class IdentityCandidates {

	private final SyncPorts ports;

	private final WorkingRegistry registry;

	private final Set<EntryRef> planned;

	IdentityCandidates(SyncPorts ports, WorkingRegistry registry, Set<EntryRef> planned) {
		this.ports = ports;
		this.registry = registry;
		this.planned = planned;
	}

	/**
	 * All of them.
	 * @param beforeEach hears of each entry that is looked at
	 */
	List<Entry> list(RunOptions options, Runnable beforeEach) {
		List<Entry> candidates = new ArrayList<>();
		for (Kind kind : options.scope().kinds()) {
			List<EntryRef> covered = this.registry.refs(kind).stream().filter(options.scope()::covers).toList();
			Cores.map(covered, (ref) -> {
				beforeEach.run();
				return find(ref, options.validate());
			}).forEach((entry) -> entry.ifPresent(candidates::add));
		}
		return candidates;
	}

	private Optional<Entry> find(EntryRef ref, boolean validate) {
		return isCandidate(ref, validate) ? Optional.of(this.registry.get(ref)) : Optional.empty();
	}

	private boolean isCandidate(EntryRef ref, boolean validate) {
		if (this.planned.contains(ref)) {
			return true;
		}
		EntryFacts facts = this.registry.facts(ref);
		if (!facts.complete() || hasOlderKey(ref, facts.findClaimed())) {
			return true;
		}
		return validate && !this.ports.verdicts().verdict(this.registry, ref, this.ports.history()).isValid();
	}

	/**
	 * An entry that a rotation did not reach, or to which somebody gave its older address
	 * back.
	 */
	private boolean hasOlderKey(EntryRef ref, Optional<Address> claimed) {
		Optional<KeyFacts> signing = this.ports.keys().find(ref);
		return signing.isPresent() && claimed.isPresent() && !signing.get().address().equals(claimed.get())
				&& this.ports.keys().find(ref, claimed.get()).isPresent();
	}

}
