package dev.registrysync.registry;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * The long arrays that texts hold in memory, of which each is a part.
 */
final class HeldArrays {

	private final Set<byte[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());

	private long used;

	/**
	 * Adds a text that is a part of an array.
	 * @param length how many bytes it has
	 */
	void add(byte[] array, int length) {
		this.arrays.add(array);
		this.used += length;
	}

	/**
	 * How many bytes are held beyond twice those that are in use; negative if all are in
	 * good use.
	 */
	long excess() {
		return this.arrays.stream().mapToLong((array) -> array.length).sum() - 2 * this.used;
	}

}
