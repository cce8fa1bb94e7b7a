package dev.registrysync.registry;

import java.util.Arrays;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

class Sha256Test {

	@ParameterizedTest
	@CsvSource({ "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
			"3, 9834876dcfb05cb167a5c24953eba58c4ac89b1adf57f28f2f9d09af107ee8f0",
			"1000000, cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0" })
	void isTheOneOfFips180(int length, String digits) {
		byte[] bytes = "a".repeat(length).getBytes(US_ASCII);
		assertThat(Sha256.of(bytes)).isEqualTo("sha256:" + digits);
		assertThat(Sha256.of(Arrays.copyOf(bytes, length / 3), Arrays.copyOfRange(bytes, length / 3, length)))
			.isEqualTo(Sha256.of(bytes));
	}

}
