package dev.registrysync.reconcile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.reconcile.EntrySend.Sent;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.MergePatch;
import org.jspecify.annotations.Nullable;

/**
 * Decides which of the members that operators own are sent to the source, for one entry
 * that both sides have: the merge in the other direction. What the source changed is
 * never taken here.
 */
final class EntryPush {

	/** A source that never shows a value does not keep it. */
	private static final int MAX_SENT = 3;

	private final Entry entry;

	private final JsonObject here;

	private final JsonObject there;

	private final MemberOwners owners;

	private final PublicIdentity identity;

	private final JsonObject trails;

	private final ReconcilePolicy policy;

	private final Map<String, Json> nextTrails = new LinkedHashMap<>();

	private final Map<String, Sent> sent = new LinkedHashMap<>();

	private final List<Conflict> conflicts = new ArrayList<>();

	/**
	 * Decides.
	 * @param entry the entry in this registry
	 * @param runtime the entry as the source shows it
	 * @param trails the trails of its members, by name
	 */
	EntryPush(Entry entry, JsonObject runtime, JsonObject trails, ReconcilePolicy policy) {
		this.entry = entry;
		this.here = MergePatch.sayable(entry.members());
		this.there = MergePatch.sayable(RuntimeEntry.translate(entry.ref().kind(), runtime));
		this.owners = policy.owners(entry.ref().kind(), runtime, trails.names());
		this.identity = new PublicIdentity(entry.members(), runtime);
		this.trails = trails;
		this.policy = policy;
		names().forEach(this::member);
		identity();
	}

	private Set<String> names() {
		Set<String> names = new LinkedHashSet<>(this.here.names());
		names.addAll(this.there.names());
		names.addAll(this.trails.names());
		names.removeIf((name) -> this.owners.of(JsonPointer.of(name)) != Owner.OPERATOR);
		return names;
	}

	private void member(String name) {
		Json ours = MemberTrail.value(this.here, name);
		Json theirs = MemberTrail.value(this.there, name);
		if (ours.equals(theirs)) {
			if (ours != JsonLiteral.NULL) {
				keep(name, MemberTrail.agreed(ours));
			}
			return;
		}
		Optional<MemberTrail> trail = MemberTrail.find(this.trails, name);
		if (trail.isPresent()) {
			follow(name, trail.get().to(ours), theirs);
		}
		else if (theirs == JsonLiteral.NULL) {
			if (!NewEntry.fillsIn(this.entry, this.there, name)) {
				send(name, MemberTrail.agreed(ours), theirs);
			}
		}
		else if (ours != JsonLiteral.NULL) {
			conflict(name, MemberTrail.agreed(ours), theirs);
		}
	}

	private void follow(String name, MemberTrail trail, Json theirs) {
		if (theirs.equals(trail.settled())) {
			sendIf(trail.isMoved(), name, trail, theirs);
		}
		else if (theirs == JsonLiteral.NULL && !this.identity.isAttestedThere()) {
			sendIf(trail.sent() < MAX_SENT, name, trail, theirs);
		}
		else if (trail.isAheadOf(theirs)) {
			send(name, trail, theirs);
		}
		else if (trail.isMoved()) {
			conflict(name, trail, theirs);
		}
		else {
			keep(name, trail);
		}
	}

	private void conflict(String name, MemberTrail trail, Json theirs) {
		Json ours = MemberTrail.value(this.here, name);
		Optional<Json> common = this.trails.has(name) ? Sent.find(trail.common()) : Optional.empty();
		JsonPointer member = JsonPointer.of(name);
		ConflictPolicy winner = this.policy.conflicts(this.entry.ref().kind(), member);
		this.conflicts.add(new Conflict(this.entry.ref(), member, common, Sent.find(theirs), Sent.find(ours), winner));
		switch (winner) {
			case PERSISTENT -> send(name, trail, theirs);
			case RUNTIME -> keep(name, trail.settled(ours, theirs));
			case MANUAL -> keepIfKnown(name, trail);
		}
	}

	/**
	 * A first contact that waits for a person stays one.
	 */
	private void keepIfKnown(String name, MemberTrail trail) {
		if (this.trails.has(name)) {
			keep(name, trail);
		}
	}

	private void sendIf(boolean condition, String name, MemberTrail trail, Json theirs) {
		if (condition) {
			send(name, trail, theirs);
		}
		else {
			keep(name, trail);
		}
	}

	/**
	 * Until the source has taken it, the trail of a first contact is not begun: it would
	 * look like a value that both sides had.
	 */
	private void send(String name, MemberTrail trail, Json theirs) {
		this.sent.put(name, new Sent(MemberTrail.value(this.here, name), theirs));
		keepIfKnown(name, trail);
	}

	private void keep(String name, MemberTrail trail) {
		this.nextTrails.put(name, trail.toJson());
	}

	/**
	 * A source that was told of the key and has not shown it since passes over it, as
	 * another Registry Sync does.
	 */
	private void identity() {
		JsonObject key = this.identity.key();
		Optional<MemberTrail> trail = MemberTrail.find(this.trails, PublicIdentity.MEMBER)
			.map((known) -> known.to(key));
		if (this.identity.isShownThere()) {
			keep(PublicIdentity.MEMBER, MemberTrail.agreed(key));
			return;
		}
		trail.ifPresent((known) -> keep(PublicIdentity.MEMBER, known));
		boolean told = trail.filter((known) -> known.sent() > 0).isPresent();
		if (this.identity.isWantedThere() && !told) {
			this.sent.put(PublicIdentity.MEMBER, new Sent(key, JsonLiteral.NULL));
		}
	}

	/**
	 * What is to be sent, if anything. The identity goes along with it, as it tells a
	 * Registry Sync whose patch it is.
	 */
	Optional<EntrySend> send() {
		if (this.sent.isEmpty()) {
			return Optional.empty();
		}
		Set<String> names = this.sent.keySet();
		JsonObject patch = MergePatch.between(only(this.there, names), only(this.here, names));
		@Nullable JsonObject told = this.identity.told().orElse(null);
		return Optional.of(new EntrySend(this.entry.ref(),
				(told != null) ? patch.with(PublicIdentity.MEMBER, told) : patch.without(PublicIdentity.MEMBER),
				this.sent));
	}

	private static JsonObject only(JsonObject members, Set<String> names) {
		return members.withoutAll((name) -> !names.contains(name));
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
