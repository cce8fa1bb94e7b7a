package dev.registrysync.reconcile;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.MergePatch;

/**
 * What is sent to the source about one entry.
 *
 * @param ref the entry
 * @param members the members that are sent, at whatever depth, and what the source showed
 * of them
 * @param identity the identity that goes along with them; empty if the entry has none yet
 */
public record EntrySend(EntryRef ref, Map<JsonPointer, Sent> members, Optional<JsonObject> identity) {

	public EntrySend {
		members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
	}

	/**
	 * The merge patch for the entry: it names nothing but these members.
	 */
	public JsonObject patch() {
		JsonObject patch = JsonObject.EMPTY;
		for (Sent sent : this.members.values()) {
			patch = sent.name().put(patch, sent.patch());
		}
		return this.identity.isPresent() ? PublicIdentity.AT.put(patch, this.identity.get())
				: patch.without(PublicIdentity.AT.first());
	}

	/**
	 * Those of its members that are, hold or are part of some others.
	 * @param others members as the source calls them
	 */
	public Set<JsonPointer> membersIn(Collection<JsonPointer> others) {
		return this.members.entrySet()
			.stream()
			.filter((member) -> others.stream().anyMatch(member.getValue()::overlaps))
			.map(Map.Entry::getKey)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/**
	 * The same with some of its members only; empty if none is left to send.
	 */
	public Optional<EntrySend> reducedTo(Predicate<JsonPointer> kept) {
		Map<JsonPointer, Sent> rest = new LinkedHashMap<>(this.members);
		rest.keySet().removeIf(kept.negate());
		return rest.isEmpty() ? Optional.empty() : Optional
			.of(new EntrySend(this.ref, rest, this.identity.filter((told) -> kept.test(PublicIdentity.AT))));
	}

	/**
	 * The conflict that is left where the source does not take one of its members.
	 */
	public Optional<Conflict> refused(JsonPointer member) {
		return Optional.ofNullable(this.members.get(member))
			.map((sent) -> sent.conflict(this.ref, member, Optional.empty(), ConflictPolicy.RUNTIME));
	}

	/**
	 * A member's values; null for a member that is not there.
	 *
	 * @param name how the source calls it
	 * @param here in this registry
	 * @param there at the source
	 */
	public record Sent(JsonPointer name, Json here, Json there) {

		static Optional<Json> find(Json value) {
			return Optional.of(value).filter((json) -> json != JsonLiteral.NULL);
		}

		private boolean overlaps(JsonPointer other) {
			return this.name.equals(other) || this.name.isBelow(other) || other.isBelow(this.name);
		}

		private Json patch() {
			return (this.there instanceof JsonObject from && this.here instanceof JsonObject to)
					? MergePatch.between(from, to) : this.here;
		}

		Conflict conflict(EntryRef ref, JsonPointer member, Optional<Json> common, ConflictPolicy winner) {
			return new Conflict(ref, member, common, find(this.there), find(this.here), winner);
		}

	}

}
