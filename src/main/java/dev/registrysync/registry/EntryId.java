package dev.registrysync.registry;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The name of one agent or tool: 1 to 256 characters (Unicode code points), none of them
 * a control character or half of a surrogate pair. Case and punctuation count.
 *
 * @param value the id as the registries spell it: interned, as the documents, the answers
 * and the history all have it
 */
public record EntryId(String value) implements Comparable<EntryId> {

	/** The longest id, in Unicode code points. */
	public static final int MAX_LENGTH = 256;

	/**
	 * Checks the id.
	 * @throws IllegalArgumentException if it is not one; the message says why
	 */
	public EntryId {
		String defect = defect(value);
		if (defect != null) {
			throw new IllegalArgumentException(defect);
		}
		value = value.intern();
	}

	public static Optional<EntryId> find(String value) {
		return (defect(value) != null) ? Optional.empty() : Optional.of(new EntryId(value));
	}

	/**
	 * Why a text cannot be an id.
	 */
	public static Optional<String> whyNot(String value) {
		return Optional.ofNullable(defect(value));
	}

	private static @Nullable String defect(String value) {
		return isPlain(value) ? null : defectOfAny(value);
	}

	/**
	 * Whether it is one for sure, as nearly all are: printable ASCII.
	 */
	private static boolean isPlain(String value) {
		for (int i = 0; i < value.length(); i++) {
			char character = value.charAt(i);
			if (character < ' ' || character > '~') {
				return false;
			}
		}
		return !value.isEmpty() && value.length() <= MAX_LENGTH;
	}

	private static @Nullable String defectOfAny(String value) {
		int length = 0;
		for (int i = 0; i < value.length(); length++) {
			int character = value.codePointAt(i);
			if (Character.isISOControl(character)) {
				return "an id must not contain control characters";
			}
			if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
				return "an id must not contain half of a surrogate pair";
			}
			i += Character.charCount(character);
		}
		if (length == 0) {
			return "an id must not be empty";
		}
		if (length > MAX_LENGTH) {
			return "an id has at most %d characters, this one has %d".formatted(MAX_LENGTH, length);
		}
		return null;
	}

	@Override
	public int compareTo(EntryId other) {
		return this.value.compareTo(other.value);
	}

	@Override
	public String toString() {
		return this.value;
	}

}
