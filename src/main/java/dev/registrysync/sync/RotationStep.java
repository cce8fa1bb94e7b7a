package dev.registrysync.sync;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.ClaimedIdentity;
import dev.registrysync.identity.EntryValidator;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.keys.KeyRotation;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import dev.registrysync.sync.IdentityCandidates.Candidate;
import dev.registrysync.sync.RotationReport.PreviousKey;

/**
 * Gives an entry a new version of its key: makes it, and has a run write it into every
 * entry that uses the key.
 */
final class RotationStep {

	private final SyncPorts ports;

	private final EntryRef ref;

	private final boolean evenIfRevoked;

	RotationStep(SyncPorts ports, EntryRef ref, boolean evenIfRevoked) {
		this.ports = ports;
		this.ref = ref;
		this.evenIfRevoked = evenIfRevoked;
	}

	/**
	 * Makes the new version and commits it.
	 * @param run makes a run
	 * @throws ProblemException if the entry does not have the new version afterwards. It
	 * was made all the same, if the remedy says so
	 */
	RotationReport rotate(Function<RunOptions, Committed> run) {
		Entry entry = entry();
		this.ports.keys().findMissing(this.ref).ifPresent((problem) -> {
			throw problem;
		});
		Optional<KnownKey> present = requireOwnKey(entry);
		requireRole();
		requireSpace();
		KeyRotation rotation = this.ports.keys().rotate(this.ref);
		Committed committed = commit(run);
		KeyFacts previous = present.orElse(rotation.previous()).facts();
		KeyFacts current = rotation.current();
		return new RotationReport(this.ref.kind().plural(), this.ref.id().value(), current.version(),
				current.address().toString(), new PreviousKey(previous.version(), previous.address().toString()),
				successionSignature(), committed.result().revision().number(), committed.syncId());
	}

	private Committed commit(Function<RunOptions, Committed> run) {
		try {
			Committed committed = run.apply(options());
			RunResult result = committed.result();
			ProblemException failure = result.failedIdentities().get(this.ref);
			if (failure == null) {
				return committed;
			}
			throw failure;
		}
		catch (ProblemException ex) {
			throw ex.withRemedy(
					ex.remedy() + " The new version of the key is made: do not rotate again, the next sync writes it.");
		}
	}

	private Entry entry() {
		return this.ports.requireEntry(this.ref);
	}

	/**
	 * The version of its key that the entry has now; none if it has no identity yet.
	 */
	private Optional<KnownKey> requireOwnKey(Entry entry) {
		ClaimedIdentity claim = ClaimedIdentity.of(entry.members());
		if (claim instanceof ClaimedIdentity.Placeholder || this.ports.keys().versions(this.ref).isEmpty()
				|| EntryValidator.isReplaceable(entry, this.ports.keys(), this.ports.history())) {
			return Optional.empty();
		}
		Optional<Address> address = claim.findAddress();
		Optional<KnownKey> own = address.flatMap((claimed) -> this.ports.keys().find(this.ref, claimed));
		if (own.isEmpty()) {
			throw new ProblemException(ProblemCode.ADDRESS_NOT_OURS, "The entry %s has %s, which is no key of its own."
				.formatted(this.ref, address.map(Address::toString).orElse("a malformed identity")), data());
		}
		return own;
	}

	/**
	 * Whoever stole a token that may rotate must not undo a revocation with it.
	 */
	private void requireRole() {
		if (!this.evenIfRevoked && this.ports.keys().findNewest(this.ref).filter(KnownKey::isRevoked).isPresent()) {
			Map<String, Object> data = new LinkedHashMap<>(data());
			data.put("required_role", "admin");
			throw new ProblemException(ProblemCode.FORBIDDEN,
					"The key of %s is revoked, and only the role \"admin\" replaces a revoked key.".formatted(this.ref),
					data);
		}
	}

	private void requireSpace() {
		WorkingRegistry registry = this.ports.read(Pulls.none());
		List<Candidate> entries = this.ports.keys()
			.sharers(this.ref)
			.stream()
			.flatMap((sharer) -> registry.find(sharer).stream())
			.map(Candidate::of)
			.toList();
		this.ports.space().require(CommitSize.ahead(registry, entries, 1));
	}

	private Map<String, Object> data() {
		return Map.of("kind", this.ref.kind().plural(), "id", this.ref.id().value());
	}

	private RunOptions options() {
		Set<Kind> kinds = new HashSet<>();
		Set<EntryId> ids = new HashSet<>();
		List<EntryRef> sharers = this.ports.keys().sharers(this.ref);
		sharers.forEach((entry) -> {
			kinds.add(entry.kind());
			if (this.ports.find(entry.kind()).filter((document) -> document.has(entry.id())).isPresent()) {
				ids.add(entry.id());
			}
		});
		return new RunOptions(Trigger.ROTATE, new Scope(kinds, ids), false, true, true, false, Optional.empty(),
				ExternalChanges.REPORT);
	}

	private Optional<String> successionSignature() {
		return entry().members()
			.findObject("identity")
			.flatMap((identity) -> identity.findObject("succession"))
			.flatMap((succession) -> succession.findText("signature"));
	}

	/**
	 * The run that wrote the new key.
	 *
	 * @param syncId its name
	 * @param result what it did
	 */
	record Committed(String syncId, RunResult result) {
	}

}
