package dev.registrysync.history;

import java.time.Instant;
import java.util.Optional;

import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Revision;

/**
 * What a commit did to one entry.
 *
 * @param revision the revision that the commit made
 * @param number the position among the changes of that revision
 * @param ref which entry
 * @param action what happened to it, as in the report of the run
 * @param before the digest of its attested content before; empty if it had none
 * @param after the digest of its attested content now; empty if it has none
 * @param at when it was committed
 * @param syncId the run that committed it
 */
public record EntryChange(Revision revision, int number, EntryRef ref, String action, Optional<String> before,
		Optional<String> after, Instant at, String syncId) {
}
