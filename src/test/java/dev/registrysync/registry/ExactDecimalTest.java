package dev.registrysync.registry;

import java.math.BigDecimal;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Numbers are compared by their exact decimal values.
 */
class ExactDecimalTest {

	@ParameterizedTest
	@CsvSource({ "1234567890123456789, 1234567890123456789e0", "123456789012345678900, 1234567890123456789e2",
			"0.10000000000000000001, 10000000000000000001e-20", "1.50, 15e-1", "-0.0015E+2, -15e-2", "1e-400, 1e-400",
			"0, 0e0", "-0.000e7, 0e0", "1E-999999999, 1e-999999999", "100e999999999999999999, 1e1000000000000000001" })
	void writesASignificandWithoutZerosAndAnExponent(String text, String exact) {
		assertThat(new JsonNumber(text).exactText()).isEqualTo(exact);
	}

	@ParameterizedTest
	@CsvSource({ "1, 1.0", "1, 10e-1", "0, -0", "0, 0e999999999", "1e400, 10E399", "1e21, 1000000000000000000000",
			"1234567890123456789, 1234567890123456789.00" })
	void oneValueHasManySpellings(String one, String other) {
		assertThat(new JsonNumber(one)).isEqualTo(new JsonNumber(other)).hasSameHashCodeAs(new JsonNumber(other));
	}

	@ParameterizedTest
	@CsvSource({ "1234567890123456789, 1234567890123456790", "0.1, 0.10000000000000000001", "1e-400, 0", "1e400, 1e401",
			"9007199254740992, 9007199254740993", "1, -1", "1e999999999, 1e999999998" })
	void neighboursDiffer(String one, String other) {
		assertThat(new JsonNumber(one)).isNotEqualTo(new JsonNumber(other));
	}

	@ParameterizedTest
	@ValueSource(strings = { "NaN", "Infinity", "-Infinity" })
	void wordsEqualThemselvesOnly(String word) {
		assertThat(new JsonNumber(word)).isEqualTo(new JsonNumber(word)).isNotEqualTo(new JsonNumber("1e400"));
		assertThatIllegalStateException().isThrownBy(() -> new JsonNumber(word).exactText());
	}

	@Test
	void agreesWithBigDecimalOnRandomNumbers() {
		Random random = new Random(11);
		String[] texts = new String[400];
		for (int i = 0; i < texts.length; i++) {
			texts[i] = (random.nextBoolean() ? "-" : "") + random.nextInt(4) + (random.nextBoolean() ? "0" : "") + "."
					+ random.nextInt(3) + "0".repeat(random.nextInt(3)) + "e" + (random.nextInt(5) - 2);
			texts[i] = texts[i].replaceFirst("^(-?)0(\\d)", "$1$2");
		}
		for (String one : texts) {
			for (String other : texts) {
				assertThat(new JsonNumber(one).equals(new JsonNumber(other))).as(one + " " + other)
					.isEqualTo(new BigDecimal(one).compareTo(new BigDecimal(other)) == 0);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "7, 7", "7.0, 7", "70e-1, 7", "0, 0" })
	void findsWholeNumbers(String text, long value) {
		assertThat(new JsonNumber(text).findWhole(100)).hasValue(value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "7.00000000000000000001", "-1", "101", "1e400", "NaN", "7.5" })
	void nothingElseIsAWholeNumber(String text) {
		assertThat(new JsonNumber(text).findWhole(100)).isEmpty();
	}

}
