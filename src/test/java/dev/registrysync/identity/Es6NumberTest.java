package dev.registrysync.identity;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;

import org.erdtman.jcs.NumberToJSON;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class Es6NumberTest {

	/** RFC 8785, appendix B, and the doubles that Java writes with a digit too many. */
	@ParameterizedTest
	@CsvSource({ "0000000000000000, 0", "8000000000000000, 0", "0000000000000001, 5e-324", "8000000000000001, -5e-324",
			"0000000000000002, 1e-323", "0000000000000003, 1.5e-323", "0000000000000004, 2e-323",
			"7fefffffffffffff, 1.7976931348623157e+308", "ffefffffffffffff, -1.7976931348623157e+308",
			"4340000000000000, 9007199254740992", "c340000000000000, -9007199254740992",
			"4430000000000000, 295147905179352830000", "44b52d02c7e14af5, 9.999999999999997e+22",
			"44b52d02c7e14af6, 1e+23", "44b52d02c7e14af7, 1.0000000000000001e+23",
			"444b1ae4d6e2ef4e, 999999999999999700000", "444b1ae4d6e2ef4f, 999999999999999900000",
			"444b1ae4d6e2ef50, 1e+21", "3eb0c6f7a0b5ed8c, 9.999999999999997e-7", "3eb0c6f7a0b5ed8d, 0.000001",
			"41b3de4355555553, 333333333.3333332", "41b3de4355555554, 333333333.33333325",
			"41b3de4355555555, 333333333.3333333", "41b3de4355555556, 333333333.3333334",
			"41b3de4355555557, 333333333.33333343", "becbf647612f3696, -0.0000033333333333333333",
			"43143ff3c1cb0959, 1424953923781206.2" })
	void writesTheNumbersOfTheRfc(String bits, String text) {
		assertThat(Es6Number.format(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16)))).isEqualTo(text);
	}

	/** JDK-4511638: up to JDK 18 Double.toString gave 2.0E-3 as 0.0020 and 2e23 wrong. */
	@ParameterizedTest
	@CsvSource({ "2e23, 2e+23", "2.0E-3, 0.002", "1.0E23, 1e+23", "8.41E21, 8.41e+21",
			"2.2250738585072014E-308, 2.2250738585072014e-308", "9.5E-323, 9.4e-323", "1795300000.25, 1795300000.25",
			"9007199254740993, 9007199254740992", "1e20, 100000000000000000000",
			"123456789012345680000, 123456789012345680000", "-1.5, -1.5", "0.1, 0.1", "1e-7, 1e-7", "4.35, 4.35" })
	void writesTheShortestDigitsOnEveryJdk(String text, String expected) {
		assertThat(Es6Number.format(Double.parseDouble(text))).isEqualTo(expected);
	}

	@Test
	void agreesWithAnotherImplementationOnRandomDoubles() throws IOException {
		Random random = new Random(754);
		for (int i = 0; i < 100_000; i++) {
			compare(Double.longBitsToDouble(random.nextLong()));
		}
	}

	@Test
	void agreesOnPowersAndTheirNeighbours() throws IOException {
		for (int exponent = -307; exponent <= 308; exponent++) {
			compareAround(Double.parseDouble("1e" + exponent));
		}
		for (int exponent = -1021; exponent <= 1023; exponent++) {
			compareAround(Math.scalb(1.0, exponent));
		}
	}

	/**
	 * The other implementation is wrong below 1e-307, so these are searched digit by
	 * digit.
	 */
	@Test
	void noShorterDigitsGiveASubnormalDoubleBack() {
		Random random = new Random(1074);
		for (long bits = 1; bits < 20_000; bits++) {
			search(Double.longBitsToDouble((bits < 10_000) ? bits : random.nextLong() >>> 12));
		}
	}

	private static void search(double value) {
		BigDecimal exact = new BigDecimal(value);
		BigDecimal shortest = exact;
		for (int digits = 17; digits > 0; digits--) {
			BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
			shortest = (rounded.doubleValue() == value) ? rounded : shortest;
		}
		assertThat(new BigDecimal(Es6Number.format(value))).isEqualByComparingTo(shortest);
	}

	private static void compareAround(double value) throws IOException {
		compare(Math.nextDown(value));
		compare(value);
		compare(Math.nextUp(value));
		compare(-value);
	}

	private static void compare(double value) throws IOException {
		if (Double.isFinite(value)) {
			assertThat(Es6Number.format(value)).isEqualTo(NumberToJSON.serializeNumber(value));
			assertThat(Double.parseDouble(Es6Number.format(value))).isEqualTo(value + 0.0);
		}
	}

}
