package dev.registrysync.registry;

/**
 * An entry as the text that a document is to have of it: a fraction of the room that the
 * entry takes, parsed.
 *
 * @param ref its name
 * @param text a JSON object, indented as in a document, ASCII. Not a copy: do not change
 * it
 */
public record WrittenEntry(EntryRef ref, byte[] text) {

	/**
	 * Writes an entry.
	 */
	public static WrittenEntry of(Entry entry) {
		return new WrittenEntry(entry.ref(), JsonText.indentedBytes(entry.members(), DocumentLayout.DEPTH));
	}

	/**
	 * Parses it.
	 */
	public Entry read() {
		return new Entry(this.ref, (JsonObject) JsonReader.read(this.text));
	}

}
