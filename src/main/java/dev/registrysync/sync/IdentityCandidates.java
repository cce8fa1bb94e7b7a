package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.ClaimedIdentity;
import dev.registrysync.identity.EntryValidator;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;
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
	List<Candidate> list(RunOptions options, Runnable beforeEach) {
		List<Candidate> candidates = new ArrayList<>();
		for (Kind kind : options.scope().kinds()) {
			this.ports.keys().map(covered(options.scope(), kind), (ref) -> {
				beforeEach.run();
				return find(ref, options.validate());
			}).forEach((candidate) -> candidate.ifPresent(candidates::add));
		}
		return candidates;
	}

	private List<EntryRef> covered(Scope scope, Kind kind) {
		List<EntryRef> refs = this.registry.refs(kind);
		return scope.coversAllOf(kind) ? refs : refs.stream().filter(scope::covers).toList();
	}

	private Optional<Candidate> find(EntryRef ref, boolean validate) {
		return isCandidate(ref, validate) ? Optional.of(candidate(this.registry.get(ref))) : Optional.empty();
	}

	private Candidate candidate(Entry entry) {
		Candidate candidate = Candidate.of(entry);
		return EntryValidator.isReplaceable(entry, this.ports.keys(), this.ports.history())
				? new Candidate(candidate.ref(), true, candidate.room()) : candidate;
	}

	private boolean isCandidate(EntryRef ref, boolean validate) {
		if (this.planned.contains(ref)) {
			return true;
		}
		EntrySummary facts = this.registry.facts(ref);
		if (!facts.complete() || hasOlderKey(ref, facts.findClaimed()) || hasRevokedKey(ref, facts.findClaimed())) {
			return true;
		}
		return validate && !this.ports.verdicts().verdict(this.registry, ref, this.ports.history()).isValid();
	}

	/**
	 * An entry that a rotation did not reach, or to which somebody gave its older address
	 * back.
	 */
	private boolean hasOlderKey(EntryRef ref, Optional<Address> claimed) {
		if (this.ports.keys().versions(ref).size() < 2) {
			return false;
		}
		Optional<KeyFacts> signing = this.ports.keys().find(ref);
		return signing.isPresent() && claimed.isPresent() && !signing.get().address().equals(claimed.get())
				&& this.ports.keys().find(ref, claimed.get()).isPresent();
	}

	/**
	 * An entry that may lack the mark of the revocation.
	 */
	private boolean hasRevokedKey(EntryRef ref, Optional<Address> claimed) {
		return claimed.flatMap((address) -> this.ports.keys().find(ref, address))
			.filter(KnownKey::isRevoked)
			.isPresent();
	}

	/**
	 * An entry whose identity may have to be made, mended or renewed.
	 *
	 * @param ref its name
	 * @param unclaimed whether it has a placeholder instead of an identity, or another
	 * entry's
	 * @param room what it takes at most in a document as it is, in bytes
	 */
	record Candidate(EntryRef ref, boolean unclaimed, long room) {

		static Candidate of(Entry entry) {
			return new Candidate(entry.ref(),
					ClaimedIdentity.of(entry.members()) instanceof ClaimedIdentity.Placeholder, CommitSize.of(entry));
		}

	}

}
