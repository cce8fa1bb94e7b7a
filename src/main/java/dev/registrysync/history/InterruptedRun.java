package dev.registrysync.history;

import java.time.Instant;
import java.util.Optional;

import dev.registrysync.registry.Revision;

/**
 * A run that wrote something and has not recorded how it ended.
 *
 * @param cause the run
 * @param startedAt when it started
 * @param outcome what became of what it wrote
 * @param revision the last revision that it recorded
 */
public record InterruptedRun(Cause cause, Instant startedAt, String outcome, Optional<Revision> revision) {
}
