package dev.registrysync.reconcile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import org.jspecify.annotations.Nullable;

/**
 * What is sent to the source about one entry.
 *
 * @param ref the entry
 * @param patch the merge patch for it
 * @param members the members that are sent, by name, and what the source showed of them
 */
public record EntrySend(EntryRef ref, JsonObject patch, Map<String, Sent> members) {

	public EntrySend {
		members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
	}

	/**
	 * The same less some members; empty if nothing is left to send.
	 */
	public Optional<EntrySend> without(Set<String> names) {
		Map<String, Sent> rest = new LinkedHashMap<>(this.members);
		rest.keySet().removeAll(names);
		return rest.isEmpty() ? Optional.empty()
				: Optional.of(new EntrySend(this.ref, this.patch.withoutAll(names::contains), rest));
	}

	/**
	 * The conflict that is left where the source does not take a member.
	 */
	public Optional<Conflict> refused(String member) {
		@Nullable Sent sent = this.members.get(member);
		return (sent != null) ? Optional.of(new Conflict(this.ref, JsonPointer.of(member), Optional.empty(),
				Sent.find(sent.there()), Sent.find(sent.here()), ConflictPolicy.RUNTIME)) : Optional.empty();
	}

	/**
	 * A member's values; null for a member that is not there.
	 *
	 * @param here in this registry
	 * @param there at the source
	 */
	public record Sent(Json here, Json there) {

		static Optional<Json> find(Json value) {
			return Optional.of(value).filter((json) -> json != JsonLiteral.NULL);
		}

	}

}
