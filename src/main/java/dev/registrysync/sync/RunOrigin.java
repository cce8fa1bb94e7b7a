package dev.registrysync.sync;

import java.time.Instant;

/**
 * Which run it is, and who wanted it.
 *
 * @param syncId its name
 * @param trigger what started it
 * @param actor who started it
 * @param dryRun whether it only says what it would do
 * @param requestedAt when
 */
record RunOrigin(String syncId, Trigger trigger, String actor, boolean dryRun, Instant requestedAt) {
}
