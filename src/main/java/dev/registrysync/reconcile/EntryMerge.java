package dev.registrysync.reconcile;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.identity.ClaimedIdentity;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.JsonString;
import org.jspecify.annotations.Nullable;

/**
 * The three-way merge of one entry that both sides have, member by member.
 */
final class EntryMerge {

	/** Reset by every restart of a coordinator: alone it is no change. */
	static final String REGISTERED_AT = "registered_at";

	static final String STATUS = "status";

	static final String MISSING_SINCE = "missing_since";

	private static final String IDENTITY = "identity";

	private final Entry persistent;

	private final @Nullable JsonObject base;

	private final JsonObject runtime;

	private final MemberRules rules;

	private final MemberMerge members;

	private JsonObject merged;

	private JsonObject nextBase;

	/**
	 * Merges.
	 * @param persistent the entry in the file
	 * @param base the runtime members last decided upon, in the registry's words; null at
	 * the first contact
	 * @param runtime the runtime members now, in the registry's words
	 */
	EntryMerge(Entry persistent, @Nullable JsonObject base, JsonObject runtime, ReconcilePolicy policy) {
		this.persistent = persistent;
		this.base = base;
		this.runtime = runtime;
		this.rules = policy.members(persistent.ref().kind());
		this.members = new MemberMerge(persistent.ref(), policy, base == null);
		this.merged = persistent.members();
		this.nextBase = runtime;
		merge();
	}

	private void merge() {
		boolean returns = this.persistent.members().has(MISSING_SINCE);
		if (returns) {
			reactivate();
		}
		for (String name : names()) {
			if (!name.equals(REGISTERED_AT) && !(returns && name.equals(STATUS))) {
				member(name);
			}
		}
		adoptIdentity();
		if (isChanged() || isNewlyRegistered()) {
			registeredAt();
		}
	}

	private boolean isNewlyRegistered() {
		return !this.persistent.members().has(REGISTERED_AT) && (this.base == null || !this.base.has(REGISTERED_AT));
	}

	private Set<String> names() {
		Set<String> names = new LinkedHashSet<>(this.runtime.names());
		if (this.base != null) {
			names.addAll(this.base.names());
		}
		return names;
	}

	private void reactivate() {
		Json status = this.runtime.find(STATUS).orElse(new JsonString("active"));
		set(STATUS, Optional.of(status), "the entry is at run time again");
		set(MISSING_SINCE, Optional.empty(), "the entry is at run time again");
	}

	private void member(String name) {
		MemberMerge.Merged member = this.members.merge(sides(name));
		this.merged = MemberMerge.put(this.merged, name, member.value());
		this.nextBase = MemberMerge.put(this.nextBase, name, member.base());
	}

	private MemberSides sides(String name) {
		Optional<Json> common = (this.base != null) ? this.base.find(name) : Optional.empty();
		return new MemberSides(JsonPointer.of(name), common, this.runtime.find(name),
				this.persistent.members().find(name));
	}

	/**
	 * Taken along with another change. A conflict about it is not worth a person's time.
	 */
	private void registeredAt() {
		MemberSides member = sides(REGISTERED_AT);
		boolean stays = member.persistent().isPresent() && (this.base == null
				|| (member.persistentMoved() && this.rules.conflicts(member.at()) == ConflictPolicy.PERSISTENT));
		if (this.rules.owner(member.at()) == Owner.RUNTIME && member.runtimeMoved() && !stays) {
			set(REGISTERED_AT, member.runtime(), "taken along with the other changes");
		}
	}

	private void set(String name, Optional<Json> value, String reason) {
		Optional<Json> before = this.merged.find(name);
		if (!before.equals(value)) {
			this.members.note(JsonPointer.of(name), before, value, reason);
			this.merged = MemberMerge.put(this.merged, name, value);
		}
	}

	/**
	 * An identity that only the source has is taken as it is; one with an attestation is
	 * another registry's.
	 */
	private void adoptIdentity() {
		boolean none = ClaimedIdentity.of(this.persistent.members()) instanceof ClaimedIdentity.Placeholder;
		if (none && isAdoptable(this.runtime)) {
			set(IDENTITY, this.runtime.find(IDENTITY), "only the runtime entry has an identity");
		}
	}

	static boolean isAdoptable(JsonObject runtime) {
		return ClaimedIdentity.of(runtime) instanceof ClaimedIdentity.Claimed claimed
				&& !claimed.identity().has("attestation");
	}

	boolean isChanged() {
		return !this.members.changes().isEmpty();
	}

	Entry merged() {
		return this.persistent.with(this.merged);
	}

	/**
	 * The runtime entry that was decided upon, in the registry's words: what waits for a
	 * person is as it was before.
	 */
	JsonObject nextBase() {
		return this.nextBase;
	}

	/**
	 * Whether a conflict waits for a person.
	 */
	boolean isUndecided() {
		return !this.nextBase.equals(this.runtime);
	}

	/**
	 * Whether the source says no more than the base, but for when it registered.
	 */
	boolean isNothingNew() {
		return this.base != null && !isChanged()
				&& this.base.without(REGISTERED_AT).equals(this.nextBase.without(REGISTERED_AT));
	}

	List<MemberChange> changes() {
		return this.members.changes();
	}

	List<Conflict> conflicts() {
		return this.members.conflicts();
	}

}
