package dev.registrysync.history;

import java.time.Instant;
import java.util.Map;

import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;

/**
 * A revision, and how much it changed.
 *
 * @param revision which
 * @param at when it was committed
 * @param cause the run that committed it
 * @param counts how many changes of each action it made, by kind
 */
public record RevisionSummary(Revision revision, Instant at, Cause cause, Map<Kind, Map<String, Integer>> counts) {
}
