package dev.registrysync.sync;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.history.History;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.Attestation;
import dev.registrysync.identity.AttestationText;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.ClaimedIdentity;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.identity.IdentityMembers;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.RegistrationText;
import dev.registrysync.identity.Signature;
import dev.registrysync.identity.Succession;
import dev.registrysync.keys.KeyBatch;
import dev.registrysync.keys.KeyService;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.volume.FreeSpace;

/**
 * Gives every entry of a run its identity: makes keys, signs registrations and attests
 * content. An address whose key is not ours stays, and content that somebody edited is
 * not attested.
 */
final class IdentityStep {

	private static final String IDENTITY = "identity";

	private final KeyService keys;

	private final FreeSpace space;

	private final History history;

	private final WorkingRegistry registry;

	private final Set<EntryRef> planned;

	private final Attestations attestations;

	private final IdentityCandidates candidates;

	private final Instant now;

	private final Set<EntryRef> created = new LinkedHashSet<>();

	private final Set<EntryRef> repaired = new LinkedHashSet<>();

	private final Map<EntryRef, ProblemException> failed = new HashMap<>();

	/**
	 * Prepares the step.
	 * @param ports what the run works with
	 * @param registry the registry with the plan's changes; the step adds its own
	 * @param planned the entries that the plan changes
	 * @param attestations where it notes what it attests
	 * @param now the time of the run
	 */
	IdentityStep(SyncPorts ports, WorkingRegistry registry, Set<EntryRef> planned, Attestations attestations,
			Instant now) {
		this.keys = ports.keys();
		this.space = ports.space();
		this.history = ports.history();
		this.registry = registry;
		this.attestations = attestations;
		this.now = now;
		this.planned = Set.copyOf(planned);
		this.candidates = new IdentityCandidates(ports, registry, this.planned);
	}

	/**
	 * Does it for the entries in the scope. The keys are durable when it returns; none is
	 * made if there is no room for what a commit of them takes.
	 */
	void run(RunOptions options) {
		List<Entry> candidates = this.candidates.list(options);
		List<EntryRef> keyless = candidates.stream()
			.filter((entry) -> ClaimedIdentity.of(entry.members()) instanceof ClaimedIdentity.Placeholder)
			.map(Entry::ref)
			.filter((ref) -> this.keys.find(ref).isEmpty())
			.toList();
		if (!keyless.isEmpty() && !options.dryRun()) {
			this.space.require(CommitSize.ahead(this.registry, candidates, keyless.size()));
		}
		KeyBatch batch = options.dryRun() ? this.keys.preview(keyless) : this.keys.ensure(keyless);
		this.created.addAll(batch.created());
		batch.refused().forEach((ref, reason) -> this.failed.put(ref, refused(ref, reason)));
		candidates.forEach(this::renew);
	}

	private ProblemException refused(EntryRef ref, String reason) {
		boolean revoked = this.keys.findNewest(ref).isPresent();
		return new ProblemException(revoked ? ProblemCode.KEY_REVOKED : ProblemCode.KEYSTORE_DAMAGED, reason);
	}

	private void renew(Entry entry) {
		Optional<KeyFacts> key = this.keys.find(entry.ref());
		if (key.isEmpty() || !isOurs(entry)) {
			this.attestations.follow(entry.ref());
			return;
		}
		try {
			renew(entry, key.get());
		}
		catch (ProblemException ex) {
			this.failed.put(entry.ref(), ex);
		}
	}

	/**
	 * Whether the entry has no address yet, or that of any version of its key.
	 */
	private boolean isOurs(Entry entry) {
		ClaimedIdentity claim = ClaimedIdentity.of(entry.members());
		return claim.findAddress()
			.map((address) -> this.keys.find(entry.ref(), address).isPresent())
			.orElse(claim instanceof ClaimedIdentity.Placeholder);
	}

	private void renew(Entry entry, KeyFacts key) {
		Optional<AttestedContent> content = this.attestations.attestable(entry, key.version());
		List<String> texts = new ArrayList<>();
		texts.add(RegistrationText.of(entry.ref(), entry.members()));
		content.ifPresent((attested) -> texts.add(attestationText(entry.ref(), key, attested)));
		List<Signature> signatures = this.keys.sign(entry.ref(), texts);
		JsonObject existing = entry.members().findObject(IDENTITY).orElse(JsonObject.EMPTY);
		Optional<Succession> succession = succession(entry, key);
		JsonObject registered = IdentityMembers.withSuccession(
				IdentityMembers.write(existing, entry.ref(), key, entry.members(), signatures.get(0)), succession);
		JsonObject identity = content
			.map((attested) -> IdentityMembers.withAttestation(registered,
					new Attestation(attested.content(), attested.revision(), signatures.get(1))))
			.orElseGet(() -> changesKey(entry, key) ? registered.without("attestation") : registered);
		content.ifPresent((attested) -> this.attestations.remember(entry.ref(), attested));
		if (write(entry, existing, identity)) {
			this.attestations.remember(entry.ref(), new CommittedKey(key.version(), key.address(),
					succession.map((statement) -> statement.from().address()).orElse(null)));
		}
	}

	private static boolean changesKey(Entry entry, KeyFacts key) {
		return !ClaimedIdentity.of(entry.members()).findAddress().equals(Optional.of(key.address()));
	}

	/**
	 * The statement by the key that the entry had before. It is made again with each
	 * renewal; a key that was revoked since cannot do that, so its statement is kept.
	 */
	private Optional<Succession> succession(Entry entry, KeyFacts key) {
		Optional<KeyFacts> before = before(entry, key);
		Optional<Succession> made = before
			.flatMap((older) -> this.keys.signSuccession(this.history.registryId(), entry.ref(), older, key)
				.map((signature) -> new Succession(older, signature)));
		return made.or(() -> before.filter((older) -> !changesKey(entry, key))
			.flatMap((older) -> Succession.find(entry.members(), older)));
	}

	private Optional<KeyFacts> before(Entry entry, KeyFacts key) {
		Optional<CommittedKey> last = this.history.findKey(entry.ref())
			.filter((known) -> this.keys.find(entry.ref(), known.address()).isPresent());
		Optional<Address> address = last
			.map((known) -> known.address().equals(key.address()) ? known.findSucceeds() : Optional.of(known.address()))
			.orElseGet(() -> ClaimedIdentity.of(entry.members()).findAddress());
		return address.flatMap((older) -> this.keys.find(entry.ref(), older))
			.map(KnownKey::facts)
			.filter((older) -> older.version() < key.version());
	}

	private String attestationText(EntryRef ref, KeyFacts key, AttestedContent content) {
		return AttestationText.of(this.history.registryId(), ref, key, content.content(), content.revision());
	}

	private boolean write(Entry entry, JsonObject existing, JsonObject identity) {
		if (existing.equals(identity)) {
			return false;
		}
		boolean contentOnly = this.planned.contains(entry.ref())
				&& existing.without("attestation").equals(identity.without("attestation"));
		if (!contentOnly && !this.created.contains(entry.ref())) {
			this.repaired.add(entry.ref());
		}
		this.registry.put(entry.with(stamped(entry.ref().kind(), entry.members().with(IDENTITY, identity))));
		return true;
	}

	/**
	 * Tools also tell the platform when their identity was made, in members of their own.
	 */
	private JsonObject stamped(Kind kind, JsonObject members) {
		return switch (kind) {
			case AGENTS -> members;
			case TOOLS -> members.with("identity_enabled", JsonLiteral.TRUE)
				.with("last_identity_update", JsonNumber.epochSeconds(this.now));
		};
	}

	/**
	 * The entries that got their first key.
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
