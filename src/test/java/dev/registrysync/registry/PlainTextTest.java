package dev.registrysync.registry;

import java.util.function.Consumer;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PlainTextTest {

	/**
	 * A text that stands between others, a quote before it.
	 */
	private static PlainText text(String text) {
		byte[] bytes = ("\"" + text + "0\"").getBytes(ISO_8859_1);
		return new PlainText(bytes, 1, bytes.length - 2);
	}

	private static <T> void reads(String text, Function<PlainText, T> what, T expected) {
		PlainText plain = text(text + ",");
		assertThat(what.apply(plain)).as(text).isEqualTo(expected);
		assertThat(plain.left()).isEqualTo(1);
		assertThat(plain.at()).isEqualTo(1 + text.length());
	}

	private static void refuses(String text, Consumer<PlainText> what) {
		assertThatIllegalArgumentException().as(text).isThrownBy(() -> what.accept(text(text)));
	}

	@Test
	void takesWhatIsExpectedAndNothingElse() {
		PlainText plain = text("abc");
		assertThat(plain.skip("b".getBytes(US_ASCII))).isFalse();
		assertThat(plain.skip("abc0".getBytes(US_ASCII))).isFalse();
		plain.expect("ab".getBytes(US_ASCII));
		assertThatIllegalArgumentException().isThrownBy(() -> plain.expect("d".getBytes(US_ASCII)));
		assertThat(plain.skip("c".getBytes(US_ASCII))).isTrue();
		assertThat(plain.left()).isZero();
	}

	@Test
	void readsStrings() {
		reads("\"", PlainText::text, "");
		reads("a b~\"", PlainText::text, "a b~");
		reads("a\\\"\\u00e9\\\\\"", PlainText::text, "a\"\u00e9\\");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "a\\", "a\\\"", "a\n\"", "\u00e9\"", "\\x\"" })
	void refusesOtherStrings(String other) {
		refuses(other, PlainText::text);
	}

	@Test
	void knowsATextThatNeedsNoEscape() {
		reads("\"", (plain) -> plain.skipText(""), true);
		reads("ab\"", (plain) -> plain.skipText("ab"), true);
		for (String[] other : new String[][] { { "ab\"", "a" }, { "ab\"", "abc" }, { "ab\"", "ac" }, { "ab", "ab" },
				{ "a\\\"b\"", "a\\" }, { "a\"b\"", "a\"b" }, { "\u00e9\"", "\u00e9" }, { "a\"", "\u0161" } }) {
			PlainText plain = text(other[0]);
			assertThat(plain.skipText(other[1])).as(other[1]).isFalse();
			assertThat(plain.at()).isEqualTo(1);
		}
	}

	@Test
	void readsKinds() {
		reads("agents\"", PlainText::kind, Kind.AGENTS);
		reads("tools\"", PlainText::kind, Kind.TOOLS);
		refuses("robots\"", PlainText::kind);
		refuses("agent\"", PlainText::kind);
	}

	@Test
	void readsNumbers() {
		reads("0", PlainText::number, 0L);
		reads("120", PlainText::number, 120L);
		reads("999999999999999999", PlainText::number, 999999999999999999L);
		reads("2147483647", PlainText::smallNumber, Integer.MAX_VALUE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-1", "+1", "01", "1000000000000000000", "18446744073709551617", "a" })
	void refusesOtherNumbers(String other) {
		refuses(other, PlainText::number);
		refuses(other, PlainText::smallNumber);
	}

	@Test
	void aSmallNumberIsAnInt() {
		refuses("2147483648", PlainText::smallNumber);
		refuses("4294967297", PlainText::smallNumber);
	}

	@Test
	void readsHexDigits() {
		reads("0123456789abcdef", (plain) -> plain.hex(16), 0x0123456789abcdefL);
		reads("fedcba9876543210", (plain) -> plain.lowerCaseHex(16), 0xfedcba9876543210L);
		reads("AbCdEf09", (plain) -> plain.hex(8), 0xabcdef09L);
		reads("00ff10", (plain) -> plain.lowerCaseHexBytes(3), new byte[] { 0, -1, 16 });
	}

	@Test
	void eachHexDigitIsLookedAt() {
		String digits = "0123456789abcdef";
		for (int i = 0; i < digits.length(); i++) {
			for (char other : "g/:@`G \u00e9".toCharArray()) {
				String changed = digits.substring(0, i) + other + digits.substring(i + 1);
				refuses(changed, (plain) -> plain.hex(16));
				refuses(changed, (plain) -> plain.lowerCaseHex(16));
				refuses(changed, (plain) -> plain.lowerCaseHexBytes(8));
			}
			String upper = digits.substring(0, i) + 'A' + digits.substring(i + 1);
			refuses(upper, (plain) -> plain.lowerCaseHex(16));
			refuses(upper, (plain) -> plain.lowerCaseHexBytes(8));
		}
		refuses("abc", (plain) -> plain.hex(4));
		refuses("abc", (plain) -> plain.lowerCaseHex(4));
		refuses("abc", (plain) -> plain.lowerCaseHexBytes(2));
	}

}
