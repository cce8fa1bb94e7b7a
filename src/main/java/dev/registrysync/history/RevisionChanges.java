package dev.registrysync.history;

import java.time.Instant;
import java.util.List;

import dev.registrysync.registry.Revision;

/**
 * What a revision changed.
 *
 * @param revision which
 * @param at when it was committed
 * @param syncId the run that decided it
 * @param changes in the order in which they were decided
 */
public record RevisionChanges(Revision revision, Instant at, String syncId, List<EntryChange> changes) {

	public RevisionChanges {
		changes = List.copyOf(changes);
	}

}
