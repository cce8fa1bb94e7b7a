package dev.registrysync.registry;

import java.util.function.IntUnaryOperator;

/**
 * Where a member stands in a text.
 *
 * @param name the first byte of its name, which is quoted
 * @param start the first byte of its value
 * @param end the byte behind its last
 */
record Place(int name, int start, int end) {

	int length() {
		return this.end - this.start;
	}

	/**
	 * The same member in a text where bytes stand elsewhere.
	 */
	Place moved(IntUnaryOperator shift) {
		return new Place(shift.applyAsInt(this.name), shift.applyAsInt(this.start), shift.applyAsInt(this.end));
	}

}
