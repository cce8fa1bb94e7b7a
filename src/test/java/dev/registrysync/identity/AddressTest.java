package dev.registrysync.identity;

import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AddressTest {

	private static final String ADDRESS = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

	/** The examples of EIP-55. */
	@ParameterizedTest
	@ValueSource(strings = { "0x52908400098527886E0F7030069857D2E4169EE7", "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
			"0xde709f2102306220921060314715629080e2fb77", "0x27b1fdb04752bbc536007a920d24acb045561c26",
			"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
			"0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb" })
	void readsAndWritesTheChecksum(String text) {
		String digits = text.substring(2);
		assertThat(Address.find(text)).get().hasToString(text);
		assertThat(Address.find(digits)).get().hasToString(text);
		assertThat(Address.find(digits.toLowerCase(Locale.ROOT))).get().hasToString(text);
		assertThat(Address.find("0x" + digits.toUpperCase(Locale.ROOT))).get().hasToString(text);
	}

	@Test
	void anyWrongCaseIsNoAddress() {
		for (int i = 2; i < ADDRESS.length(); i++) {
			char digit = ADDRESS.charAt(i);
			char other = Character.isUpperCase(digit) ? Character.toLowerCase(digit) : Character.toUpperCase(digit);
			if (other != digit) {
				String wrong = ADDRESS.substring(0, i) + other + ADDRESS.substring(i + 1);
				assertThat(Address.find(wrong)).as(wrong).isEmpty();
				assertThat(Address.ignoringCase(wrong)).hasToString(ADDRESS);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0x", "PENDING_FRESH_SYNC", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb9226",
			"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb922660", "0Xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
			"0xg39Fd6e51aad88F6F4ce6aB8827279cffFb92266", " 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
			"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\n", "0x0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266" })
	void otherTextsAreNoAddress(String text) {
		assertThat(Address.find(text)).isEmpty();
		assertThat(Address.looksLikeOne(text)).isFalse();
	}

	@Test
	void addressesAreEqualHoweverTheyWereWritten() {
		assertThat(Address.find(ADDRESS.toLowerCase(Locale.ROOT))).isEqualTo(Address.find(ADDRESS))
			.hasSameHashCodeAs(Address.find(ADDRESS))
			.isNotEqualTo(Address.find("0x70997970C51812dc3A010C7d01b50e0d17dc79C8"));
	}

	@Test
	void addressesThatDifferInOneDigitAreNotEqual() {
		String lower = ADDRESS.toLowerCase(Locale.ROOT);
		for (int i = 2; i < lower.length(); i++) {
			String other = lower.substring(0, i) + ((lower.charAt(i) == '0') ? '1' : '0') + lower.substring(i + 1);
			assertThat(Address.find(other)).as(other).isPresent().isNotEqualTo(Address.find(lower));
		}
	}

	@Test
	void aPublicKeyHas64Bytes() {
		assertThatIllegalArgumentException().isThrownBy(() -> Address.ofPublicKey(new byte[65]));
	}

}
