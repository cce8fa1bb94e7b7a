package dev.registrysync.history;

import java.util.Map;

import dev.registrysync.identity.AttestedContent;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Revision;

/**
 * What a history will say when it goes on behind its good rows: what they said, and what
 * the registries prove about the rows that are lost.
 *
 * @param good the last revision of the good rows
 * @param revision the last revision that was used
 * @param newer what the attestations of entries prove beyond the good rows
 */
public record HistoryRestore(Revision good, Revision revision, Map<EntryRef, AttestedContent> newer) {

	public HistoryRestore {
		newer = Map.copyOf(newer);
	}

	/**
	 * How many entries prove that they were attested later than the good rows say.
	 */
	public int proven() {
		return this.newer.size();
	}

}
