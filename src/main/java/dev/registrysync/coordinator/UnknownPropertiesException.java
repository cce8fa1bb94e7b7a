package dev.registrysync.coordinator;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * There is configuration below {@code registry-sync} that nobody reads.
 */
class UnknownPropertiesException extends RuntimeException {

	private final SortedSet<String> names;

	private final String prefix;

	private final List<String> known;

	/**
	 * Makes the failure.
	 * @param names the properties; never their values
	 * @param prefix what they stand below
	 * @param known what may stand there
	 */
	UnknownPropertiesException(SortedSet<String> names, String prefix, List<String> known) {
		super("unknown configuration: " + String.join(", ", names));
		this.names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
		this.prefix = prefix;
		this.known = List.copyOf(known);
	}

	SortedSet<String> names() {
		return this.names;
	}

	String prefix() {
		return this.prefix;
	}

	List<String> known() {
		return this.known;
	}

}
