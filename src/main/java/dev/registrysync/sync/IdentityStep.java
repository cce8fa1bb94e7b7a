package dev.registrysync.sync;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.registrysync.history.History;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.keys.KeyBatch;
import dev.registrysync.keys.KeyService;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.sync.IdentityCandidates.Candidate;
import dev.registrysync.volume.FreeSpace;

/**
 * Gives every entry of a run its identity: makes keys, signs registrations and attests
 * content. An address whose key is not ours stays, and content that somebody edited is
 * not attested.
 */
final class IdentityStep {

	private final KeyService keys;

	private final History history;

	private final FreeSpace space;

	private final WorkingRegistry registry;

	private final Set<EntryRef> planned;

	private final Attestations attestations;

	private final IdentityCandidates candidates;

	private final IdentityRenewals renewals;

	private final RunControl control;

	private final Set<EntryRef> created = new LinkedHashSet<>();

	private final Set<EntryRef> repaired = new LinkedHashSet<>();

	private final Map<EntryRef, ProblemException> failed = new HashMap<>();

	/**
	 * Prepares the step.
	 * @param context the run
	 * @param registry the registry with the plan's changes; the step adds its own
	 * @param planned the entries that the plan changes
	 * @param attestations where it notes what it attests
	 */
	IdentityStep(RunContext context, WorkingRegistry registry, Set<EntryRef> planned, Attestations attestations) {
		this.keys = context.ports().keys();
		this.history = context.ports().history();
		this.space = context.ports().space();
		this.renewals = new IdentityRenewals(context, attestations, registry.texts());
		this.registry = registry;
		this.attestations = attestations;
		this.control = context.control();
		this.planned = Set.copyOf(planned);
		this.candidates = new IdentityCandidates(context.ports(), registry, this.planned);
	}

	/**
	 * Does it for the entries in the scope. The keys are durable when it returns; none is
	 * made if there is no room for what a commit of them takes.
	 */
	void run(RunOptions options) {
		this.control.begin(Phase.IDENTITIES, this.registry.size());
		List<Candidate> candidates = this.candidates.list(options, this.control::step);
		List<EntryRef> unclaimed = candidates.stream().filter(Candidate::unclaimed).map(Candidate::ref).toList();
		List<EntryRef> keyless = keyless(unclaimed);
		if (!keyless.isEmpty() && !options.dryRun()) {
			this.space.require(CommitSize.ahead(this.registry, candidates, keyless.size()));
		}
		this.control.begin(Phase.IDENTITIES, keyless.size() + candidates.size());
		KeyBatch batch = options.dryRun() ? this.keys.preview(keyless) : this.keys.ensure(keyless, this.control::step);
		this.created.addAll(batch.created());
		if (!options.dryRun()) {
			this.control.madeKeys(batch.created());
			Set<EntryRef> made = this.control.keysMade();
			Set<EntryRef> signing = this.keys.findSigning(unclaimed);
			unclaimed.stream()
				.filter((ref) -> made.contains(ref) || (signing.contains(ref) && this.history.findKey(ref).isEmpty()))
				.forEach(this.created::add);
		}
		this.failed.putAll(batch.refused());
		this.keys.map(candidates.stream().map(Candidate::ref).toList(), this::renew)
			.forEach((renewal) -> renewal.applyTo(this));
	}

	/**
	 * Returns the entries for which a key is to be made. One that was committed with a
	 * key that has vanished from the keystore fails.
	 */
	private List<EntryRef> keyless(List<EntryRef> unclaimed) {
		Set<EntryRef> signing = this.keys.findSigning(unclaimed);
		List<EntryRef> keyless = unclaimed.stream().filter((ref) -> !signing.contains(ref)).toList();
		List<KeyFacts> committed = keyless.stream()
			.flatMap((ref) -> this.history.findKey(ref)
				.map((key) -> new KeyFacts(ref, key.version(), key.address()))
				.stream())
			.toList();
		Map<EntryRef, ProblemException> losses = this.keys.findLosses(committed);
		losses.forEach(this::fail);
		return keyless.stream().filter((ref) -> !losses.containsKey(ref)).toList();
	}

	private Renewal renew(EntryRef ref) {
		this.control.step();
		return this.renewals.renew(this.registry.get(ref));
	}

	void leave(EntryRef ref) {
		this.attestations.follow(ref);
	}

	void fail(EntryRef ref, ProblemException problem) {
		this.failed.put(ref, problem);
	}

	void keep(Renewal.Same same) {
		same.content().ifPresent((attested) -> this.attestations.remember(same.ref(), attested));
	}

	void mark(Renewal.Marked marked) {
		leave(marked.ref());
		this.repaired.add(marked.ref());
		this.registry.put(marked.ref(), marked.entry());
	}

	void make(Renewal.Made made) {
		EntryRef ref = made.ref();
		made.content().ifPresent((attested) -> this.attestations.remember(ref, attested));
		boolean contentOnly = this.planned.contains(ref) && made.attestationOnly();
		if (!contentOnly && !this.created.contains(ref)) {
			this.repaired.add(ref);
		}
		this.registry.put(ref, made.entry());
		this.attestations.remember(ref, made.key());
	}

	/**
	 * Returns the entries that get their first key. It may be older than this pass, if no
	 * commit has named it yet.
	 */
	Set<EntryRef> created() {
		return this.created;
	}

	/**
	 * The entries whose identity was mended with a key that we already held.
	 */
	Set<EntryRef> repaired() {
		return this.repaired;
	}

	/**
	 * The entries that could not get an identity.
	 */
	Map<EntryRef, ProblemException> failed() {
		return this.failed;
	}

}
