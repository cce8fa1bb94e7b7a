package dev.registrysync.identity;

import java.math.BigDecimal;

import tools.jackson.core.io.NumberOutput;

/**
 * Numbers as ECMAScript writes them, which RFC 8785 3.2.2.3 asks for: the shortest digits
 * that give the double back.
 */
final class Es6Number {

	private static final double SAFE = 0x1p53;

	private final boolean negative;

	/** Significant digits, without zeros at either end. */
	private final String digits;

	/** How many digits stand before the point; may be negative or more than there are. */
	private final int point;

	private Es6Number(boolean negative, String digits, int point) {
		this.negative = negative;
		this.digits = digits;
		this.point = point;
	}

	/**
	 * The text of a finite double.
	 */
	static String format(double value) {
		if (Math.abs(value) <= SAFE && value == Math.rint(value)) {
			return Long.toString((long) value);
		}
		return parse(NumberOutput.toString(value, true)).shortest(value).toString();
	}

	/**
	 * Reads a decimal number other than zero.
	 */
	private static Es6Number parse(String text) {
		BigDecimal number = new BigDecimal(text).stripTrailingZeros();
		String digits = number.unscaledValue().abs().toString();
		return new Es6Number(number.signum() < 0, digits, digits.length() - number.scale());
	}

	/**
	 * Java never writes less than two digits, so the smallest doubles have one too many
	 * ({@code 4.9E-324} for {@code 5e-324}).
	 */
	private Es6Number shortest(double value) {
		if (this.digits.length() != 2) {
			return this;
		}
		int tens = this.digits.charAt(0) - '0';
		boolean up = this.digits.charAt(1) >= '5';
		Es6Number near = oneDigit(up ? tens + 1 : tens);
		if (near.value() == value) {
			return near;
		}
		Es6Number far = oneDigit(up ? tens : tens + 1);
		return (far.value() == value) ? far : this;
	}

	private Es6Number oneDigit(int digit) {
		return (digit == 10) ? new Es6Number(this.negative, "1", this.point + 1)
				: new Es6Number(this.negative, Integer.toString(digit), this.point);
	}

	private double value() {
		return Double.parseDouble((this.negative ? "-0." : "0.") + this.digits + "e" + this.point);
	}

	/**
	 * ECMA-262, Number::toString, from step 5.
	 */
	@Override
	public String toString() {
		return (this.negative ? "-" : "") + unsigned();
	}

	private String unsigned() {
		int length = this.digits.length();
		if (this.point > 21 || this.point <= -6) {
			return scientific();
		}
		if (this.point >= length) {
			return this.digits + "0".repeat(this.point - length);
		}
		if (this.point > 0) {
			return this.digits.substring(0, this.point) + "." + this.digits.substring(this.point);
		}
		return "0." + "0".repeat(-this.point) + this.digits;
	}

	private String scientific() {
		int exponent = this.point - 1;
		String fraction = (this.digits.length() > 1) ? "." + this.digits.substring(1) : "";
		return this.digits.charAt(0) + fraction + "e" + ((exponent < 0) ? "" : "+") + exponent;
	}

}
