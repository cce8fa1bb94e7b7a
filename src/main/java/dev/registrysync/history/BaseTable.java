package dev.registrysync.history;

import java.util.Optional;

import dev.registrysync.registry.EntryTable;

/**
 * A base in memory. One that was read from its file stays text until somebody asks for
 * it: its digest has told that it is what was written. For one thread at a time.
 */
final class BaseTable {

	private Optional<byte[]> text;

	private EntryTable entries;

	private BaseTable(Optional<byte[]> text, EntryTable entries) {
		this.text = text;
		this.entries = entries;
	}

	static BaseTable of(EntryTable entries) {
		return new BaseTable(Optional.empty(), entries);
	}

	/**
	 * Takes the text of a base that was written here.
	 */
	static BaseTable of(byte[] text) {
		return new BaseTable(Optional.of(text), EntryTable.EMPTY);
	}

	EntryTable entries() {
		this.text.ifPresent((bytes) -> this.entries = EntryTable.parse(bytes));
		this.text = Optional.empty();
		return this.entries;
	}

}
