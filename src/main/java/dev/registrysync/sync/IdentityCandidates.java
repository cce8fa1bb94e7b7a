package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.curve.Cores;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.ClaimedIdentity;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.Verdict;
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
		return Optional.of(this.registry.get(ref)).filter((entry) -> isCandidate(entry, validate));
	}

	private boolean isCandidate(Entry entry, boolean validate) {
		if (this.planned.contains(entry.ref())) {
			return true;
		}
		ClaimedIdentity claim = ClaimedIdentity.of(entry.members());
		if (!looksComplete(entry, claim) || hasOlderKey(entry.ref(), claim)) {
			return true;
		}
		return validate && this.ports.verdicts().verdict(entry, this.ports.history()).verdict() != Verdict.VALID;
	}

	private static boolean looksComplete(Entry entry, ClaimedIdentity claim) {
		return !(claim instanceof ClaimedIdentity.Placeholder) && entry.members()
			.findObject("identity")
			.filter((identity) -> identity.findText("signature").isPresent()
					&& identity.findObject("attestation").isPresent())
			.isPresent();
	}

	/**
	 * An entry that a rotation did not reach, or to which somebody gave its older address
	 * back.
	 */
	private boolean hasOlderKey(EntryRef ref, ClaimedIdentity claim) {
		Optional<KeyFacts> signing = this.ports.keys().find(ref);
		Optional<Address> claimed = claim.findAddress();
		return signing.isPresent() && claimed.isPresent() && !signing.get().address().equals(claimed.get())
				&& this.ports.keys().find(ref, claimed.get()).isPresent();
	}

}
