package dev.registrysync.reconcile;

import java.util.Optional;

import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonPointer;

/**
 * One member's way from the old value to the new.
 *
 * @param member where it is in the entry
 * @param before empty if the entry does not have it yet
 * @param after empty if the entry loses it
 * @param owner whose word counts for this member
 * @param reason why it changes
 */
public record MemberChange(JsonPointer member, Optional<Json> before, Optional<Json> after, Owner owner,
		String reason) {
}
