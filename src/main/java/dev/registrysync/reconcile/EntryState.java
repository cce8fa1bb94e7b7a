package dev.registrysync.reconcile;

import java.util.Locale;
import java.util.Optional;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.JsonString;

/**
 * What a registry says of an entry's presence at run time.
 */
public enum EntryState {

	/** Nothing says that it is absent. */
	ACTIVE,

	/** It is absent. */
	MISSING,

	/** It has been absent for longer than the grace. */
	INACTIVE,

	/** It is not an entry. */
	MALFORMED;

	public static EntryState of(Entry entry) {
		if (!AbsenceMark.isOn(entry)) {
			return ACTIVE;
		}
		return entry.members().find(EntryMerge.STATUS).equals(Optional.of(new JsonString(AbsenceMark.STATUS_INACTIVE)))
				? INACTIVE : MISSING;
	}

	/**
	 * The word in metrics.
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}
