package dev.registrysync.sync;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import dev.registrysync.history.History;
import dev.registrysync.identity.Attestation;
import dev.registrysync.identity.AttestationText;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.ClaimedIdentity;
import dev.registrysync.identity.ContentDigest;
import dev.registrysync.identity.IdentityMembers;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.RegistrationText;
import dev.registrysync.identity.Signature;
import dev.registrysync.identity.UnsignableContentException;
import dev.registrysync.identity.Verdict;
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
import dev.registrysync.registry.Revision;

/**
 * Gives every entry of a run its identity: makes keys, signs registrations and attests
 * content. An address whose key is not ours stays, and content that somebody edited is
 * not attested.
 */
final class IdentityStep {

	private static final String IDENTITY = "identity";

	private final KeyService keys;

	private final History history;

	private final VerdictCache verdicts;

	private final WorkingRegistry registry;

	private final Set<EntryRef> planned;

	private final Instant now;

	private final Set<EntryRef> created = new LinkedHashSet<>();

	private final Set<EntryRef> repaired = new LinkedHashSet<>();

	private final Map<EntryRef, AttestedContent> attested = new LinkedHashMap<>();

	private final Map<EntryRef, ProblemException> failed = new HashMap<>();

	/**
	 * Prepares the step.
	 * @param ports what the run works with
	 * @param registry the registry with the plan's changes; the step adds its own
	 * @param planned the entries that the plan changes
	 * @param now the time of the run
	 */
	IdentityStep(SyncPorts ports, WorkingRegistry registry, Set<EntryRef> planned, Instant now) {
		this.keys = ports.keys();
		this.history = ports.history();
		this.verdicts = ports.verdicts();
		this.registry = registry;
		this.now = now;
		this.planned = Set.copyOf(planned);
	}

	/**
	 * Does it for the entries in the scope. The keys are durable when it returns.
	 */
	void run(RunOptions options) {
		List<Entry> candidates = candidates(options);
		List<EntryRef> keyless = candidates.stream()
			.filter((entry) -> ClaimedIdentity.of(entry.members()) instanceof ClaimedIdentity.Placeholder)
			.map(Entry::ref)
			.filter((ref) -> this.keys.find(ref).isEmpty())
			.toList();
		KeyBatch batch = options.dryRun() ? this.keys.preview(keyless) : this.keys.ensure(keyless);
		this.created.addAll(batch.created());
		batch.refused()
			.forEach((ref, reason) -> this.failed.put(ref, new ProblemException(ProblemCode.KEYSTORE_DAMAGED, reason)));
		candidates.forEach(this::renew);
	}

	private List<Entry> candidates(RunOptions options) {
		List<Entry> candidates = new ArrayList<>();
		for (Kind kind : options.scope().kinds()) {
			this.registry.forEach(kind, (entry) -> {
				if (options.scope().covers(entry.ref()) && isCandidate(entry, options.validate())) {
					candidates.add(entry);
				}
			});
		}
		return candidates;
	}

	private boolean isCandidate(Entry entry, boolean validate) {
		if (this.planned.contains(entry.ref()) || !looksComplete(entry)) {
			return true;
		}
		return validate && this.verdicts.verdict(entry, this.history).verdict() != Verdict.VALID;
	}

	private static boolean looksComplete(Entry entry) {
		return entry.members()
			.findObject(IDENTITY)
			.filter((identity) -> identity.findText("signature").isPresent()
					&& identity.findObject("attestation").isPresent())
			.isPresent() && !(ClaimedIdentity.of(entry.members()) instanceof ClaimedIdentity.Placeholder);
	}

	private void renew(Entry entry) {
		Optional<KeyFacts> key = this.keys.find(entry.ref()).filter((facts) -> isOurs(entry, facts));
		if (key.isEmpty()) {
			return;
		}
		try {
			renew(entry, key.get());
		}
		catch (ProblemException ex) {
			this.failed.put(entry.ref(), ex);
		}
	}

	private static boolean isOurs(Entry entry, KeyFacts key) {
		ClaimedIdentity claim = ClaimedIdentity.of(entry.members());
		return claim.findAddress().map(key.address()::equals).orElse(claim instanceof ClaimedIdentity.Placeholder);
	}

	private void renew(Entry entry, KeyFacts key) {
		Optional<AttestedContent> content = attestable(entry);
		List<String> texts = new ArrayList<>();
		texts.add(RegistrationText.of(entry.ref(), entry.members()));
		content.ifPresent((attested) -> texts.add(attestationText(key, attested)));
		List<Signature> signatures = this.keys.sign(entry.ref(), texts);
		JsonObject existing = entry.members().findObject(IDENTITY).orElse(JsonObject.EMPTY);
		JsonObject registered = IdentityMembers.write(existing, entry.ref(), key, entry.members(), signatures.get(0));
		JsonObject identity = content
			.map((attested) -> IdentityMembers.withAttestation(registered,
					new Attestation(attested.content(), attested.revision(), signatures.get(1))))
			.orElse(registered);
		content.ifPresent((attested) -> remember(entry.ref(), attested));
		write(entry, existing, identity);
	}

	private String attestationText(KeyFacts key, AttestedContent content) {
		UUID registryId = this.history.registryId();
		return AttestationText.of(registryId, key.owner(), key, content.content(), content.revision());
	}

	private void write(Entry entry, JsonObject existing, JsonObject identity) {
		if (existing.equals(identity)) {
			return;
		}
		boolean contentOnly = this.planned.contains(entry.ref())
				&& existing.without("attestation").equals(identity.without("attestation"));
		if (!contentOnly && !this.created.contains(entry.ref())) {
			this.repaired.add(entry.ref());
		}
		this.registry.put(entry.with(stamped(entry.ref().kind(), entry.members().with(IDENTITY, identity))));
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
	 * What to attest: the content that was attested last, or content that is new by this
	 * program's doing alone.
	 */
	private Optional<AttestedContent> attestable(Entry entry) {
		Optional<ContentDigest> digest = digest(entry);
		if (digest.isEmpty()) {
			return Optional.empty();
		}
		Revision next = this.history.revision().next();
		Optional<AttestedContent> last = this.history.find(entry.ref());
		if (last.isPresent() && last.get().content().equals(digest.get())) {
			return last;
		}
		boolean ours = last.isEmpty() || isOursFrom(last.get(), entry.ref());
		return ours ? Optional.of(new AttestedContent(digest.get(), next)) : Optional.empty();
	}

	private boolean isOursFrom(AttestedContent last, EntryRef ref) {
		Optional<Entry> read = this.registry.findRead(ref);
		return this.planned.contains(ref) && (read.isEmpty() || digest(read.get()).equals(Optional.of(last.content())));
	}

	private static Optional<ContentDigest> digest(Entry entry) {
		try {
			return Optional.of(ContentDigest.of(entry.members()));
		}
		catch (UnsignableContentException ex) {
			return Optional.empty();
		}
	}

	private void remember(EntryRef ref, AttestedContent content) {
		if (!this.history.find(ref).equals(Optional.of(content))) {
			this.attested.put(ref, content);
		}
	}

	/**
	 * Keeps track of content that the plan changes when no identities are made: it stays
	 * attestable later.
	 */
	void follow() {
		for (EntryRef ref : this.planned) {
			this.registry.find(ref)
				.filter((entry) -> this.history.find(ref).isPresent())
				.flatMap(this::attestable)
				.ifPresent((content) -> remember(ref, content));
		}
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
	 * What was attested anew.
	 */
	Map<EntryRef, AttestedContent> attested() {
		return this.attested;
	}

	/**
	 * The entries that could not get an identity.
	 */
	Map<EntryRef, ProblemException> failed() {
		return this.failed;
	}

}
