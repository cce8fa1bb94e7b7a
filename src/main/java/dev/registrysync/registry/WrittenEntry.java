package dev.registrysync.registry;

/**
 * An entry as the text that a document is to have of it.
 *
 * @param ref its name
 * @param text as it stands behind another entry, indented, ASCII
 */
public record WrittenEntry(EntryRef ref, EntryText text) {

	/** How deep in a document its entries stand. */
	private static final int DEPTH = 2;

	/**
	 * Writes an entry.
	 * @param store keeps the text
	 */
	public static WrittenEntry of(Entry entry, TextStore store) {
		byte[] text = JsonText.entryBytes(entry.ref().id(), entry.members(), DEPTH);
		return new WrittenEntry(entry.ref(), EntryText.of(entry.ref().id(), store.keep(text), Digest.of(text)));
	}

	/**
	 * Parses it.
	 */
	public Entry read() {
		return new Entry(this.ref, this.text.read());
	}

}
