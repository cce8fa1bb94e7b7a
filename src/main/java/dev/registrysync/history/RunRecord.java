package dev.registrysync.history;

import java.util.Optional;

import dev.registrysync.registry.JsonObject;

/**
 * How a run ended.
 *
 * @param told what is told of it; its {@code sync_id} names it
 * @param details what it decided, if that is not kept with a change already
 */
public record RunRecord(JsonObject told, Optional<Details> details) {
}
