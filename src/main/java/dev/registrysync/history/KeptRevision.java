package dev.registrysync.history;

import java.time.Instant;

import dev.registrysync.registry.Revision;

/**
 * A revision whose documents are kept.
 *
 * @param revision which
 * @param at when it was committed
 */
public record KeptRevision(Revision revision, Instant at) {
}
