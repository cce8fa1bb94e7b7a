package dev.registrysync.reconcile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.reconcile.EntrySend.Sent;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.MergePatch;

/**
 * Decides which of the members that operators own are sent to the source, for one entry
 * that both sides have: the merge in the other direction. What the source changed is
 * never taken here.
 */
final class EntryPush {

	/** A source that never shows a value does not keep it. */
	private static final int MAX_SENT = 3;

	private final Entry entry;

	private final JsonObject runtime;

	private final JsonObject there;

	private final MemberOwners owners;

	private final PublicIdentity identity;

	private final JsonObject trails;

	private final ReconcilePolicy policy;

	private final Map<String, Json> nextTrails = new LinkedHashMap<>();

	private final Map<JsonPointer, Sent> sent = new LinkedHashMap<>();

	private final List<Conflict> conflicts = new ArrayList<>();

	/**
	 * Decides.
	 * @param entry the entry in this registry
	 * @param runtime the entry as the source shows it
	 * @param trails the trails of its members, by JSON pointer
	 */
	EntryPush(Entry entry, JsonObject runtime, JsonObject trails, ReconcilePolicy policy) {
		this.entry = entry;
		this.runtime = runtime;
		this.there = MergePatch.sayable(RuntimeEntry.translate(entry.ref().kind(), runtime));
		this.owners = policy.owners(entry.ref().kind(), runtime, Trails.members(trails));
		this.identity = new PublicIdentity(entry, runtime);
		this.trails = trails;
		this.policy = policy;
		MemberPair.of(MergePatch.sayable(entry.members()), this.there, this.owners).forEach(this::member);
		identity();
	}

	/**
	 * Where one side has an object, the other something else, and not all of it is the
	 * operators', a patch would destroy what is somebody else's.
	 */
	private void member(MemberPair pair) {
		JsonPointer at = pair.at();
		Sent values = new Sent(RuntimeEntry.nameAtSource(this.entry.ref().kind(), this.runtime, at),
				MemberTrail.value(pair.left()), MemberTrail.value(pair.right()));
		if (this.owners.giveOperatorsAllOf(at, values.here()) && this.owners.giveOperatorsAllOf(at, values.there())) {
			member(at, values);
		}
		else if (this.owners.differBelow(at)) {
			keepBelow(at);
		}
	}

	private void member(JsonPointer at, Sent values) {
		if (values.here().equals(values.there())) {
			if (values.here() != JsonLiteral.NULL) {
				keep(at, MemberTrail.agreed(values.here()));
			}
			return;
		}
		Optional<MemberTrail> trail = MemberTrail.find(this.trails, at);
		if (trail.isPresent()) {
			follow(at, trail.get().to(values.here()), values);
		}
		else if (values.there() == JsonLiteral.NULL) {
			if (!NewEntry.fillsIn(this.entry, this.there, at)) {
				send(at, MemberTrail.agreed(values.here()), values);
			}
		}
		else if (values.here() != JsonLiteral.NULL) {
			conflict(at, MemberTrail.agreed(values.here()), values);
		}
	}

	private void follow(JsonPointer at, MemberTrail trail, Sent values) {
		if (values.there().equals(trail.settled())) {
			sendIf(trail.isMoved(), at, trail, values);
		}
		else if (values.there() == JsonLiteral.NULL && !this.identity.isAttestedThere()) {
			sendIf(trail.sent() < MAX_SENT, at, trail, values);
		}
		else if (trail.isAheadOf(values.there())) {
			send(at, trail, values);
		}
		else if (trail.isMoved()) {
			conflict(at, trail, values);
		}
		else {
			keep(at, trail);
		}
	}

	private void conflict(JsonPointer at, MemberTrail trail, Sent values) {
		Optional<Json> common = isKnown(at) ? Sent.find(trail.common()) : Optional.empty();
		ConflictPolicy configured = this.policy.conflicts(this.entry.ref().kind(), at);
		ConflictPolicy winner = (configured == ConflictPolicy.MANUAL)
				? this.policy.settled(this.entry.ref(), at).orElse(configured) : configured;
		this.conflicts.add(values.conflict(this.entry.ref(), at, common, winner));
		switch (winner) {
			case PERSISTENT -> {
				send(at, trail, values);
				if (configured == ConflictPolicy.MANUAL) {
					keep(at, MemberTrail.agreed(values.there()).to(values.here()));
				}
			}
			case RUNTIME -> keep(at, trail.settled(values.here(), values.there()));
			case MANUAL -> keepIfKnown(at, trail);
		}
	}

	/**
	 * A first contact that waits for a person stays one.
	 */
	private void keepIfKnown(JsonPointer at, MemberTrail trail) {
		if (isKnown(at)) {
			keep(at, trail);
		}
	}

	private boolean isKnown(JsonPointer at) {
		return this.trails.has(at.toString());
	}

	private void sendIf(boolean condition, JsonPointer at, MemberTrail trail, Sent values) {
		if (condition) {
			send(at, trail, values);
		}
		else {
			keep(at, trail);
		}
	}

	/**
	 * Until the source has taken it, the trail of a first contact is not begun: it would
	 * look like a value that both sides had.
	 */
	private void send(JsonPointer at, MemberTrail trail, Sent values) {
		this.sent.put(at, values);
		keepIfKnown(at, trail);
	}

	private void keep(JsonPointer at, MemberTrail trail) {
		this.nextTrails.put(at.toString(), trail.toJson());
	}

	private void keepBelow(JsonPointer at) {
		this.trails.members().forEach((member, trail) -> {
			if (JsonPointer.find(member).filter((pointer) -> pointer.isBelow(at)).isPresent()) {
				this.nextTrails.put(member, trail);
			}
		});
	}

	/**
	 * A source that was told of the key and has not shown it since passes over it, as
	 * another Registry Sync does.
	 */
	private void identity() {
		JsonObject key = this.identity.key();
		Optional<MemberTrail> trail = MemberTrail.find(this.trails, PublicIdentity.AT).map((known) -> known.to(key));
		if (this.identity.isShownThere()) {
			keep(PublicIdentity.AT, MemberTrail.agreed(key));
			return;
		}
		trail.ifPresent((known) -> keep(PublicIdentity.AT, known));
		boolean told = trail.filter((known) -> known.sent() > 0).isPresent();
		if (this.identity.isWantedThere() && !told) {
			this.sent.put(PublicIdentity.AT, new Sent(PublicIdentity.AT, key, JsonLiteral.NULL));
		}
	}

	/**
	 * What is to be sent, if anything. The identity goes along with it, as it tells a
	 * Registry Sync whose patch it is.
	 */
	Optional<EntrySend> send() {
		return this.sent.isEmpty() ? Optional.empty()
				: Optional.of(new EntrySend(this.entry.ref(), this.sent, this.identity.told()));
	}

	/**
	 * The trails of the members as they are before anything is sent.
	 */
	JsonObject trails() {
		return JsonObject.copyOf(this.nextTrails);
	}

	List<Conflict> conflicts() {
		return List.copyOf(this.conflicts);
	}

}
