package dev.registrysync.history;

import java.util.Optional;

import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;

/**
 * One thing that a run decided.
 *
 * @param ref the entry
 * @param action what the commit does to the entry; empty if this is no change that the
 * commit carries out
 * @param body what {@code GET /syncs/{id}/changes} shows
 */
public record RunDetail(EntryRef ref, Optional<String> action, JsonObject body) {
}
