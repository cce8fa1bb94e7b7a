package dev.registrysync.bench;

import java.util.stream.DoubleStream;

/**
 * What is left of some values.
 *
 * @param least of them
 * @param median of them
 * @param most of them
 */
record Spread(double least, double median, double most) {

	/**
	 * Of at least one value.
	 */
	static Spread of(DoubleStream values) {
		double[] sorted = values.sorted().toArray();
		int half = sorted.length / 2;
		double median = (sorted.length % 2 == 1) ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
		return new Spread(sorted[0], median, sorted[sorted.length - 1]);
	}

}
