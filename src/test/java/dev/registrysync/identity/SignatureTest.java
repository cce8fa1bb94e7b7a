package dev.registrysync.identity;

import java.util.Locale;

import dev.registrysync.identity.MalformedSignatureException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SignatureTest {

	private static final String R = "b617d30f8c928be1a106ca22c03c6747825deb87f541ff10163abf45c58348fe";

	private static final String S = "1e2bd0f9975b45e8090bb99eafeb1ebca8980ee15c4eb9ae7b0e15424f47faab";

	private static final String ZERO = "0".repeat(64);

	private static final String ORDER = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

	private static final String HALF = "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0";

	private static final String ABOVE_HALF = "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a1";

	@ParameterizedTest
	@CsvSource({ "00, 1b", "01, 1c", "1b, 1b", "1c, 1c", "1C, 1c" })
	void readsEachSpellingOfVAndWrites27Or28(String read, String written) {
		assertThat(Signature.parse(R + S + read).hex()).isEqualTo(R + S + written);
		assertThat(Signature.parse("0x" + R + S + read).hex()).isEqualTo(R + S + written);
	}

	@Test
	void theCaseOfTheDigitsDoesNotMatter() {
		assertThat(Signature.parse((R + S).toUpperCase(Locale.ROOT) + "1B")).isEqualTo(Signature.parse(R + S + "1b"))
			.hasSameHashCodeAs(Signature.parse(R + S + "00"))
			.isNotEqualTo(Signature.parse(R + S + "1c"));
	}

	@ParameterizedTest
	@CsvSource({ "02", "03", "1a", "1d", "1f", "25", "ff" })
	void refusesAnyOtherV(String v) {
		refuses(R + S + v, Reason.BAD_V);
	}

	@Test
	void refusesOtherLengths() {
		refuses("", Reason.WRONG_LENGTH);
		refuses("0x", Reason.WRONG_LENGTH);
		refuses(R + S, Reason.WRONG_LENGTH);
		refuses(R + S + "1", Reason.WRONG_LENGTH);
		refuses(R + S + "1b00", Reason.WRONG_LENGTH);
	}

	@Test
	void refusesWhatIsNotHex() {
		refuses("0X" + R + S + "1b", Reason.NOT_HEX);
		refuses("0x0x" + R + S, Reason.NOT_HEX);
		refuses(R + S + " 1b", Reason.NOT_HEX);
		refuses(R + S.replace('1', 'l') + "1b", Reason.NOT_HEX);
		refuses(R + S + "١ب", Reason.NOT_HEX);
	}

	@Test
	void refusesZeroAndWhatIsNotBelowTheOrder() {
		refuses(ZERO + S + "1b", Reason.OUT_OF_RANGE);
		refuses(R + ZERO + "1b", Reason.OUT_OF_RANGE);
		refuses(ORDER + S + "1b", Reason.OUT_OF_RANGE);
		refuses(R + ORDER + "1b", Reason.OUT_OF_RANGE);
		refuses("f".repeat(64) + S + "1b", Reason.OUT_OF_RANGE);
		refuses(R + "f".repeat(64) + "1b", Reason.OUT_OF_RANGE);
	}

	@Test
	void refusesAnSInTheUpperHalf() {
		assertThat(Signature.parse(R + HALF + "1b").hex()).isEqualTo(R + HALF + "1b");
		refuses(R + ABOVE_HALF + "1b", Reason.HIGH_S);
	}

	private static void refuses(String hex, Reason reason) {
		assertThatExceptionOfType(MalformedSignatureException.class).as(hex)
			.isThrownBy(() -> Signature.parse(hex))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(reason));
	}

}
