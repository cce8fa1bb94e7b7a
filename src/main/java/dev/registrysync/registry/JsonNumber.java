package dev.registrysync.registry;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * A JSON number, or one of Python's {@code NaN}, {@code Infinity} and {@code -Infinity},
 * which JSON does not have but files written by Python do. Numbers are equal if their
 * exact decimal values are: {@code 1} and {@code 1.0} are, and neighbours that a double
 * cannot tell apart are not.
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
	 * Whether the number is one of JSON, and not one of Python's three words.
	 */
	public boolean isDecimal() {
		char last = this.text.charAt(this.text.length() - 1);
		return last >= '0' && last <= '9';
	}

	/**
	 * The exact value as a whole significand without trailing zeros, {@code e} and a
	 * decimal exponent: {@code 15e-1} for {@code 1.50}.
	 * @throws IllegalStateException if {@link #isDecimal()} is false
	 */
	public String exactText() {
		return exact().toString();
	}

	private ExactDecimal exact() {
		if (!isDecimal()) {
			throw new IllegalStateException(this.text + " has no decimal value");
		}
		return ExactDecimal.parse(this.text);
	}

	/**
	 * The value, if it is exactly a whole number from 0 to the given one.
	 */
	public OptionalLong findWhole(long most) {
		double nearest = doubleValue();
		boolean near = nearest >= 0 && nearest <= most;
		return (near && equals(new JsonNumber(Long.toString((long) nearest)))) ? OptionalLong.of((long) nearest)
				: OptionalLong.empty();
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
		return isDecimal() && other.isDecimal() && doubleValue() == other.doubleValue()
				&& exact().equals(other.exact());
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
