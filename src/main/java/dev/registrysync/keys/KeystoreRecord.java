package dev.registrysync.keys;

import java.util.Optional;

import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;

/**
 * A line of the keys file: a key, or the end of one.
 */
sealed interface KeystoreRecord permits KeyRecord, RevocationRecord {

	/**
	 * Its place in the file, from 1.
	 */
	long number();

	EntryRef owner();

	/**
	 * What the data key authenticates.
	 */
	Sealed sealed();

	/**
	 * What is bound to it.
	 */
	byte[] bound();

	/**
	 * Reads a line without its newline; empty if it does not have the form of a record.
	 */
	static Optional<KeystoreRecord> find(byte[] line) {
		return KeyRecord.find(line)
			.<KeystoreRecord>map((record) -> record)
			.or(() -> RevocationRecord.find(line).map((record) -> record));
	}

	/**
	 * A member that is a string.
	 * @throws IllegalArgumentException if it is not
	 */
	static String text(JsonObject members, String name) {
		return members.findText(name).orElseThrow(() -> new IllegalArgumentException(name));
	}

	/**
	 * The text of a member that is a number.
	 * @throws IllegalArgumentException if it is not
	 */
	static String number(JsonObject members, String name) {
		return members.find(name)
			.filter((value) -> value instanceof JsonNumber)
			.map((value) -> ((JsonNumber) value).text())
			.orElseThrow(() -> new IllegalArgumentException(name));
	}

}
