package dev.registrysync.reconcile;

import java.util.List;

import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.Kind;

/**
 * Absences that wait for approval, as the pull that shows them looks like a bad day of
 * the source.
 *
 * @param kind agents or tools
 * @param guard what it looks like
 * @param absent the entries that are not in the pull
 * @param active how many entries of the source were there until now
 * @param reason why they wait, for a person
 */
public record Hold(Kind kind, Guard guard, List<EntryId> absent, int active, String reason) {

	public Hold {
		absent = List.copyOf(absent);
	}

}
