package dev.registrysync.reconcile;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import dev.registrysync.identity.ClaimedIdentity;
import dev.registrysync.registry.Entry;

/**
 * What of an entry in the registry matters to the decision when its source says nothing
 * new of it.
 *
 * @param state whether it is marked as absent
 * @param safeguarded whether an operator keeps it from leaving
 * @param identified whether it has an identity, good or not
 */
public record Standing(EntryState state, boolean safeguarded, boolean identified) {

	/** Each that there is, once: many entries have the same. */
	private static final Map<Standing, Standing> SHARED = new ConcurrentHashMap<>();

	public static Standing of(Entry entry) {
		return of(entry, ClaimedIdentity.of(entry.members()));
	}

	/**
	 * The standing of an entry whose identity was looked at already.
	 */
	public static Standing of(Entry entry, ClaimedIdentity claim) {
		Standing standing = new Standing(EntryState.of(entry), Departures.isProtected(entry),
				!(claim instanceof ClaimedIdentity.Placeholder));
		return SHARED.computeIfAbsent(standing, Function.identity());
	}

	/**
	 * Whether the entry says that it is absent.
	 */
	boolean isMarked() {
		return this.state != EntryState.ACTIVE;
	}

	/**
	 * Whether a merge with a source that says nothing new leaves the entry as it is.
	 */
	boolean isSettled() {
		return !isMarked() && this.identified;
	}

}
