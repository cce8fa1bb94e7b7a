package dev.registrysync.reconcile;

import java.util.Optional;

import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonPointer;

/**
 * A member that both sides moved to different values. Both are kept here, whoever wins.
 *
 * @param ref the entry
 * @param member where the member is in the entry
 * @param base the value that both came from; empty if there is none
 * @param runtime empty if the runtime entry does not have it
 * @param persistent empty if the persistent entry does not have it
 * @param winner who won
 */
public record Conflict(EntryRef ref, JsonPointer member, Optional<Json> base, Optional<Json> runtime,
		Optional<Json> persistent, ConflictPolicy winner) {
}
