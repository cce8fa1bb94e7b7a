package dev.registrysync.settings;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * There are settings below {@code registry-sync} that do not exist.
 */
public final class UnknownPropertiesException extends RuntimeException {

	private final SortedMap<String, String> nearest;

	/**
	 * Makes the failure.
	 * @param nearest each unknown name with the nearest known one; never their values,
	 * since somebody may have written a token there
	 */
	UnknownPropertiesException(SortedMap<String, String> nearest) {
		super(nearest.entrySet()
			.stream()
			.map((unknown) -> "%s is not a setting; the nearest one is %s".formatted(unknown.getKey(),
					unknown.getValue()))
			.collect(Collectors.joining(". ")));
		this.nearest = Collections.unmodifiableSortedMap(new TreeMap<>(nearest));
	}

	/**
	 * Returns the nearest setting of each unknown name.
	 */
	public SortedMap<String, String> nearest() {
		return this.nearest;
	}

}
