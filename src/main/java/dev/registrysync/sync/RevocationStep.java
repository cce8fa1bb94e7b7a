package dev.registrysync.sync;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import dev.registrysync.history.Cause;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.KnownKeys;
import dev.registrysync.identity.Verdict;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Revision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a version of an entry's key, and says which entries stop verifying with it.
 */
final class RevocationStep {

	private static final Logger log = LoggerFactory.getLogger(RevocationStep.class);

	private final SyncPorts ports;

	private final EntryRef ref;

	private final RevokeRequest request;

	RevocationStep(SyncPorts ports, EntryRef ref, RevokeRequest request) {
		this.ports = ports;
		this.ref = ref;
		this.request = request;
	}

	/**
	 * Revokes the key or, if the request is a dry run, changes nothing.
	 * @param marking makes the run that has the entries say so
	 * @throws dev.registrysync.problem.ProblemException if the request is wrong, if there
	 * is no such key, or if it cannot be written
	 */
	RevocationReport run(Cause cause, Instant now, Consumer<RunOptions> marking) {
		Revision from = this.request.wantedRevision(this.ports.history().revision());
		String reason = this.request.wantedReason();
		KnownKey revoked = this.ports.keys().previewRevocation(this.ref, this.request.wantedVersion(), from);
		Optional<List<RevocationReport.Ended>> ended = findEnded(revoked);
		if (!this.request.wantsDryRun()) {
			revoked = this.ports.keys().revoke(this.ref, revoked.version(), from, reason);
			Revocations.tell(this.ports, revoked, cause, now);
			mark(revoked, marking);
		}
		return RevocationReport.of(this.ref, revoked, this.request.wantsDryRun(), ended.orElse(null));
	}

	/**
	 * Has the entries that carry the key say that it is revoked. The revocation is in
	 * force without that, and the next sync makes up for what fails here.
	 */
	private void mark(KnownKey revoked, Consumer<RunOptions> marking) {
		try {
			WorkingRegistry registry = this.ports.read(Pulls.none());
			List<EntryRef> carriers = this.ports.keys()
				.sharers(this.ref)
				.stream()
				.filter((entry) -> registry.find(entry).isPresent())
				.filter((entry) -> registry.facts(entry).findClaimed().filter(revoked.address()::equals).isPresent())
				.toList();
			if (!carriers.isEmpty()) {
				marking.accept(options(carriers));
			}
		}
		catch (ProblemException ex) {
			log.warn("The key of {} is revoked, but its entries do not say so before the next sync: {}: {}", this.ref,
					ex.code().text(), ex.detail());
		}
	}

	private static RunOptions options(List<EntryRef> entries) {
		Scope scope = new Scope(entries.stream().map(EntryRef::kind).collect(Collectors.toSet()),
				entries.stream().map(EntryRef::id).collect(Collectors.toSet()));
		return new RunOptions(Trigger.REVOKE, scope, false, true, true, false, Optional.empty(),
				ExternalChanges.REPORT);
	}

	/**
	 * Returns what stops verifying, or nothing if the registry cannot be read: a key can
	 * be revoked all the same, as it may be urgent.
	 * @throws ProblemException if it cannot be read and the request is a dry run
	 */
	private Optional<List<RevocationReport.Ended>> findEnded(KnownKey revoked) {
		try {
			return Optional.of(ended(revoked));
		}
		catch (ProblemException ex) {
			if (this.request.wantsDryRun()) {
				throw ex;
			}
			log.warn("What stops verifying without the key of {} is not known: {}: {}", this.ref, ex.code().text(),
					ex.detail());
			return Optional.empty();
		}
	}

	private List<RevocationReport.Ended> ended(KnownKey revoked) {
		WorkingRegistry registry = this.ports.read(Pulls.none());
		KnownKeys without = new KeysWithRevocation(this.ports.keys(), revoked);
		List<RevocationReport.Ended> ended = new ArrayList<>();
		for (EntryRef entry : this.ports.keys().sharers(this.ref)) {
			if (registry.find(entry).isPresent()
					&& this.ports.verdicts().verdict(registry, entry, this.ports.history()).isValid()) {
				EntryVerdict verdict = this.ports.verdicts().judge(registry.get(entry), without, this.ports.history());
				if (!verdict.isValid()) {
					ended.add(ended(entry, verdict.verdict()));
				}
			}
		}
		return ended;
	}

	private RevocationReport.Ended ended(EntryRef entry, Verdict verdict) {
		Optional<AttestedContent> content = this.ports.history().find(entry);
		return new RevocationReport.Ended(entry.kind().plural(), entry.id().value(),
				content.map((attested) -> attested.revision().number()).orElse(0L), verdict);
	}

	/**
	 * The keys as they are with one revocation more.
	 *
	 * @param keys as they are now
	 * @param revoked the key with its revocation
	 */
	private record KeysWithRevocation(KnownKeys keys, KnownKey revoked) implements KnownKeys {

		@Override
		public List<KnownKey> versions(EntryRef entry) {
			return this.keys.versions(entry)
				.stream()
				.map((key) -> key.facts().equals(this.revoked.facts()) ? this.revoked : key)
				.toList();
		}

		@Override
		public Optional<EntryRef> ownerOf(Address address) {
			return this.keys.ownerOf(address);
		}

		@Override
		public EntryRef keyOwner(EntryRef entry) {
			return this.keys.keyOwner(entry);
		}

		@Override
		public boolean canMakeKey(EntryRef entry) {
			return this.keys.canMakeKey(entry);
		}

	}

}
