package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.registrysync.history.History;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.Attestation;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.ClaimedIdentity;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.identity.EntryValidator;
import dev.registrysync.identity.IdentityMembers;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.RegistrationText;
import dev.registrysync.identity.RevocationMarks;
import dev.registrysync.identity.Signature;
import dev.registrysync.identity.Succession;
import dev.registrysync.keys.KeyService;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.TextStore;

/**
 * Works out the identity that an entry is to have, and signs it. Changes nothing, so that
 * several threads may use it at once.
 */
final class IdentityRenewals {

	private static final String IDENTITY = "identity";

	private static final String ATTESTATION = "attestation";

	private final KeyService keys;

	private final History history;

	private final RevocationMarks marks;

	private final Attestations attestations;

	private final JsonNumber now;

	private final TextStore texts;

	/**
	 * Prepares them.
	 * @param texts keeps the texts of the entries that get an identity
	 */
	IdentityRenewals(RunContext context, Attestations attestations, TextStore texts) {
		this.keys = context.ports().keys();
		this.history = context.ports().history();
		this.marks = this.keys.marks(this.history.registryId());
		this.attestations = attestations;
		this.texts = texts;
		this.now = JsonNumber.epochSeconds(context.now());
	}

	Renewal renew(Entry entry) {
		if (!isOurs(entry)) {
			return new Renewal.Left(entry.ref());
		}
		Optional<KnownKey> revoked = findRevoked(entry);
		Optional<KeyFacts> key = this.keys.find(entry.ref())
			.filter((signing) -> revoked.filter((present) -> present.facts().equals(signing)).isEmpty());
		if (key.isEmpty()) {
			return revoked.map((present) -> mark(entry, present)).orElseGet(() -> new Renewal.Left(entry.ref()));
		}
		Optional<ProblemException> missing = this.keys.findMissing(entry.ref());
		if (missing.isPresent()) {
			return new Renewal.Failed(entry.ref(), missing.get());
		}
		try {
			return renew(entry, key.get());
		}
		catch (ProblemException ex) {
			return new Renewal.Failed(entry.ref(), ex);
		}
	}

	/**
	 * The version of its key that the entry has, if it is revoked, be it that only the
	 * mark in the entry says so.
	 */
	private Optional<KnownKey> findRevoked(Entry entry) {
		return (ClaimedIdentity.of(entry.members()) instanceof ClaimedIdentity.Claimed claimed)
				? this.keys.find(entry.ref(), claimed.address())
					.map((present) -> this.marks.apply(entry.ref(), claimed.identity(), present))
					.filter(KnownKey::isRevoked)
				: Optional.empty();
	}

	/**
	 * Has the entry say that its key is revoked, for as long as no other key signs.
	 */
	private Renewal mark(Entry entry, KnownKey revoked) {
		try {
			JsonObject existing = entry.members().findObject(IDENTITY).orElse(JsonObject.EMPTY);
			JsonObject identity = this.marks.write(entry.ref(), existing, revoked);
			return existing.equals(identity) ? new Renewal.Left(entry.ref())
					: new Renewal.Marked(entry.ref(), ChangedEntry.Finished
						.of(entry.with(entry.members().with(IDENTITY, identity)), this.now, this.texts));
		}
		catch (ProblemException ex) {
			return new Renewal.Failed(entry.ref(), ex);
		}
	}

	/**
	 * Whether the entry has no address yet, that of any version of its key, or by mistake
	 * that of another entry's.
	 */
	private boolean isOurs(Entry entry) {
		ClaimedIdentity claim = ClaimedIdentity.of(entry.members());
		return claim.findAddress()
			.map((address) -> this.keys.find(entry.ref(), address).isPresent())
			.orElse(claim instanceof ClaimedIdentity.Placeholder)
				|| EntryValidator.isReplaceable(entry, this.keys, this.history);
	}

	private Renewal renew(Entry entry, KeyFacts key) {
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
			.orElseGet(() -> changesKey(entry, key) ? registered.without(ATTESTATION) : registered);
		if (existing.equals(identity)) {
			return new Renewal.Same(entry.ref(), content);
		}
		return new Renewal.Made(entry.ref(),
				ChangedEntry.Finished.of(identified(entry, identity), this.now, this.texts),
				existing.without(ATTESTATION).equals(identity.without(ATTESTATION)), content,
				new CommittedKey(key.version(), key.address(),
						succession.map((statement) -> statement.from().address()).orElse(null)));
	}

	/**
	 * Tools also tell the platform when their identity was made, in members of their own.
	 */
	private Entry identified(Entry entry, JsonObject identity) {
		JsonObject members = entry.members().with(IDENTITY, identity);
		return entry.with(switch (entry.ref().kind()) {
			case AGENTS -> members;
			case TOOLS -> members.with("identity_enabled", JsonLiteral.TRUE).with("last_identity_update", this.now);
		});
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
		return Attestation.text(this.history.registryId(), ref, key, content.content(), content.revision());
	}

}
