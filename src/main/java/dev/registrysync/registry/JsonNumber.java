package dev.registrysync.registry;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A JSON number, or one of Python's {@code NaN}, {@code Infinity} and {@code -Infinity},
 * which JSON does not have but files written by Python do. Numbers count as IEEE doubles
 * (RFC 8785 3.2.2.3).
 *
 * @param text the number as it was written
 */
public record JsonNumber(String text) implements Json {

	private static final double YEAR_10000 = 253402300800.0;

	/**
	 * Epoch seconds as Python's {@code json} writes a float: plain digits, at most six of
	 * them behind the point.
	 */
	public static JsonNumber epochSeconds(Instant time) {
		String micros = String.format(Locale.ROOT, "%06d", time.getNano() / 1000);
		String fraction = micros.replaceFirst("0{1,5}$", "");
		return new JsonNumber(time.getEpochSecond() + "." + fraction);
	}

	/**
	 * The nearest double; infinite or NaN if {@link #isFinite()} is false.
	 */
	public double doubleValue() {
		return switch (this.text) {
			case "NaN", "+NaN" -> Double.NaN;
			case "INF", "+INF", "Infinity", "+Infinity" -> Double.POSITIVE_INFINITY;
			case "-INF", "-Infinity" -> Double.NEGATIVE_INFINITY;
			default -> Double.parseDouble(this.text);
		};
	}

	/**
	 * Whether the number fits a double; only then can it be signed.
	 */
	public boolean isFinite() {
		return Double.isFinite(doubleValue());
	}

	/**
	 * The time, if the number is one in epoch seconds, from 1970 to the year 9999.
	 */
	public Optional<Instant> findTime() {
		double seconds = doubleValue();
		return (seconds >= 0 && seconds < YEAR_10000)
				? Optional.of(Instant.EPOCH.plusNanos((long) (seconds % 1 * 1e9)).plusSeconds((long) seconds))
				: Optional.empty();
	}

	@Override
	public void accept(JsonVisitor visitor) {
		visitor.visit(this);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof JsonNumber number && (number.text.equals(this.text) || same(number));
	}

	private boolean same(JsonNumber other) {
		return isFinite() && doubleValue() == other.doubleValue();
	}

	@Override
	public int hashCode() {
		return Double.hashCode(doubleValue() + 0.0);
	}

	@Override
	public String toString() {
		return this.text;
	}

}
