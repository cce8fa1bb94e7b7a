package dev.registrysync.history;

import java.time.Instant;
import java.util.Optional;

import dev.registrysync.registry.Revision;

/**
 * How a run ended.
 *
 * @param cause the run, with the details that are not stored yet
 * @param startedAt when it started
 * @param outcome how it ended
 * @param validation what it found out about signatures
 * @param revision the registry's revision at its end; empty if it is not known
 * @param sameAs the run that decided the same and has the details; empty if the run has
 * its own
 * @param view what {@code GET /syncs/{id}} shows, as JSON
 */
public record RunRecord(Cause cause, Instant startedAt, String outcome, String validation, Optional<Revision> revision,
		Optional<String> sameAs, String view) {
}
