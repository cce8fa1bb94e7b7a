package dev.registrysync.reconcile;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.identity.ClaimedIdentity;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
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

	/** At the first contact an agent's runtime values count for these. */
	private static final Set<String> FIRST_CONTACT = Set.of("type", "description", STATUS);

	private final Entry persistent;

	private final @Nullable JsonObject base;

	private final JsonObject runtime;

	private final ConflictPolicy policy;

	private final List<MemberChange> changes = new ArrayList<>();

	private final List<Conflict> conflicts = new ArrayList<>();

	private JsonObject merged;

	private boolean undecided;

	/**
	 * Merges.
	 * @param persistent the entry in the file
	 * @param base the runtime members last decided upon, in the registry's words; null at
	 * the first contact
	 * @param runtime the runtime members now, in the registry's words
	 */
	EntryMerge(Entry persistent, @Nullable JsonObject base, JsonObject runtime, ConflictPolicy policy) {
		this.persistent = persistent;
		this.base = base;
		this.runtime = runtime;
		this.policy = policy;
		this.merged = persistent.members();
		merge();
	}

	private void merge() {
		boolean returns = this.persistent.members().has(MISSING_SINCE);
		if (returns) {
			reactivate();
		}
		for (String name : names()) {
			if (Owner.of(name) == Owner.RUNTIME && !name.equals(REGISTERED_AT) && !(returns && name.equals(STATUS))) {
				member(name);
			}
		}
		adoptIdentity();
		if (!this.changes.isEmpty()) {
			member(REGISTERED_AT);
		}
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
		Optional<Json> theirs = this.runtime.find(name);
		Optional<Json> ours = this.persistent.members().find(name);
		if (theirs.equals(ours)) {
			return;
		}
		if (this.base == null) {
			firstContact(name, theirs, ours);
			return;
		}
		Optional<Json> common = this.base.find(name);
		if (theirs.equals(common)) {
			return;
		}
		if (ours.equals(common)) {
			set(name, theirs, "the runtime value changed");
		}
		else {
			conflict(name, common);
		}
	}

	private void firstContact(String name, Optional<Json> theirs, Optional<Json> ours) {
		if (ours.isEmpty()) {
			set(name, theirs, "only the runtime entry has it");
			return;
		}
		boolean runtimeCounts = switch (this.persistent.ref().kind()) {
			case AGENTS -> FIRST_CONTACT.contains(name);
			case TOOLS -> false;
		};
		if (runtimeCounts) {
			conflict(name, Optional.empty());
		}
	}

	private void conflict(String name, Optional<Json> common) {
		Optional<Json> theirs = this.runtime.find(name);
		Optional<Json> ours = this.persistent.members().find(name);
		if (!name.equals(REGISTERED_AT)) {
			this.conflicts.add(new Conflict(this.persistent.ref(), name, common, theirs, ours, this.policy));
		}
		switch (this.policy) {
			case RUNTIME -> set(name, theirs, "both sides changed it, and the policy is runtime");
			case PERSISTENT -> {
			}
			case MANUAL -> this.undecided = true;
		}
	}

	private void set(String name, Optional<Json> value, String reason) {
		Optional<Json> before = this.merged.find(name);
		if (!before.equals(value)) {
			this.changes.add(new MemberChange(name, before, value, Owner.of(name), reason));
			this.merged = value.map((json) -> this.merged.with(name, json)).orElseGet(() -> this.merged.without(name));
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
		return !this.changes.isEmpty();
	}

	/**
	 * Whether a conflict waits for a person: the base must stay until it is settled.
	 */
	boolean isUndecided() {
		return this.undecided;
	}

	Entry merged() {
		return this.persistent.with(this.merged);
	}

	List<MemberChange> changes() {
		return List.copyOf(this.changes);
	}

	List<Conflict> conflicts() {
		return List.copyOf(this.conflicts);
	}

	/**
	 * Whether two versions of a runtime entry differ in more than when it registered.
	 */
	static boolean sameButForTime(JsonObject one, JsonObject other) {
		return one.without(REGISTERED_AT).equals(other.without(REGISTERED_AT));
	}

}
