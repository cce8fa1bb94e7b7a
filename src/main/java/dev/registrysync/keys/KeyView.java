package dev.registrysync.keys;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Revision;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A version of a key as callers see it: public facts only.
 *
 * @param kind the registry of the entry that the key was made for
 * @param id the entry's id
 * @param version 1 for the first key of the entry
 * @param address the key's address
 * @param state what the key may be used for
 * @param createdAt when it was made
 * @param revokedFromRevision the last revision whose attestations by it count; null
 * unless it is revoked
 * @param aliases the entries that use the key by an alias, {@code kind/id} each
 */
@Schema(name = "Key", description = "The public facts of one version of a key")
record KeyView(@Schema(example = "agents", allowableValues = {
		"agents", "tools" }) String kind, @Schema(example = "coordinator_agent") String id,
		@Schema(example = "1") int version,
		@Schema(description = "EIP-55 address", example = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266") String address,
		@Schema(description = "active: it signs; retired: a newer version signs; revoked: it never signs again",
				allowableValues = { "active", "retired", "revoked" }, example = "active") String state,
		@JsonProperty("created_at") @Schema(example = "2026-11-22T12:00:00Z") Instant createdAt,
		@JsonProperty("revoked_from_revision") @Schema(
				description = "Attestations up to this revision stay valid; null unless the key is revoked") @Nullable Long revokedFromRevision,
		@Schema(description = "Entries that use this key by an alias, kind/id each") List<String> aliases){

	static KeyView of(KnownKey key, Instant createdAt, List<EntryRef> aliases) {
		EntryRef owner = key.facts().owner();
		return new KeyView(owner.kind().plural(), owner.id().value(), key.version(), key.address().toString(),
				key.state().toString(), createdAt, key.findRevokedFrom().map(Revision::number).orElse(null),
				aliases.stream().map(EntryRef::toString).toList());
	}

}
