package dev.registrysync.registry;

import java.math.BigInteger;

/**
 * The exact value of a decimal number: a whole significand times a power of ten. The
 * power is never multiplied out, so {@code 1e999999999} takes no more room than its text.
 *
 * @param significand a whole number without leading or trailing zeros
 * @param exponent the power of ten
 */
record ExactDecimal(String significand, BigInteger exponent) {

	private static final ExactDecimal ZERO = new ExactDecimal("0", BigInteger.ZERO);

	/**
	 * Reads a number in the grammar of JSON (RFC 8259 6).
	 */
	static ExactDecimal parse(String text) {
		int start = text.startsWith("-") ? 1 : 0;
		int e = Math.max(text.indexOf('e'), text.indexOf('E'));
		int end = (e < 0) ? text.length() : e;
		int dot = text.indexOf('.');
		String digits = (dot < 0) ? text.substring(start, end)
				: text.substring(start, dot) + text.substring(dot + 1, end);
		int first = 0;
		int last = digits.length();
		while (first < last && digits.charAt(first) == '0') {
			first++;
		}
		while (last > first && digits.charAt(last - 1) == '0') {
			last--;
		}
		if (first == last) {
			return ZERO;
		}
		int fraction = (dot < 0) ? 0 : end - dot - 1;
		BigInteger power = (e < 0) ? BigInteger.ZERO : new BigInteger(text.substring(e + 1));
		return new ExactDecimal(text.substring(0, start) + digits.substring(first, last),
				power.add(BigInteger.valueOf((long) digits.length() - last - fraction)));
	}

	/**
	 * The significand, {@code e} and the exponent, such as {@code 15e-1}.
	 */
	@Override
	public String toString() {
		return this.significand + "e" + this.exponent;
	}

}
