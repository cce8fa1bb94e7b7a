package dev.registrysync.history;

import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Kind;

/**
 * What a run last decided upon with one source.
 *
 * @param source whose it is
 * @param kind agents or tools
 * @param side of which direction
 * @param entries by id, all of the source's entries of the kind
 */
public record Base(String source, Kind kind, Side side, EntryTable entries) {

	/**
	 * The runtime entries that a run decided upon.
	 */
	public Base(String source, Kind kind, EntryTable entries) {
		this(source, kind, Side.BASE, entries);
	}

	/**
	 * The directions in which entries go.
	 */
	public enum Side {

		/** From the source: its runtime entries. */
		BASE,

		/** To the source: what each member was here since both sides had the same. */
		PUSHED;

		/**
		 * The table that has it.
		 */
		String table() {
			return (this == BASE) ? "base" : "push_state";
		}

	}

}
