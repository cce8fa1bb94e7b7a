package dev.registrysync.registry;

/**
 * An entry as the text that a document is to have of it: a fraction of the room that the
 * entry takes, parsed.
 *
 * @param ref its name
 * @param text as it stands behind another entry, indented, ASCII
 */
public record WrittenEntry(EntryRef ref, EntryText text) {

	/** How deep in a document its entries stand. */
	private static final int DEPTH = 2;

	/**
	 * Writes an entry.
	 */
	public static WrittenEntry of(Entry entry) {
		EntryId id = entry.ref().id();
		return new WrittenEntry(entry.ref(), JsonText.entry(id, entry.members(), DEPTH));
	}

	/**
	 * Parses it.
	 */
	public Entry read() {
		return new Entry(this.ref, this.text.read());
	}

}
