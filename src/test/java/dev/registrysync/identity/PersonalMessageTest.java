package dev.registrysync.identity;

import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PersonalMessageTest {

	@Test
	void hashesPrefixLengthAndText() {
		assertThat(HexFormat.of().formatHex(PersonalMessage.hash("hello world")))
			.isEqualTo("d9eba16ed0ecae432b71fe008c98cc872bb4cc214d3220a36f365326cf807d68");
	}

	@Test
	void theLengthIsThatOfTheBytes() {
		assertThat(PersonalMessage.hash("é")).isNotEqualTo(PersonalMessage.hash("e"));
		assertThat(PersonalMessage.hash("😀")).hasSize(32);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\ud83d", "a\ud83d", "\ude00b", "\ude00\ud83d" })
	void refusesHalfOfASurrogatePairInsteadOfWritingAQuestionMark(String text) {
		assertThatExceptionOfType(UnsignableContentException.class).isThrownBy(() -> PersonalMessage.hash(text))
			.satisfies((ex) -> assertThat(ex.pointer()).isEmpty());
	}

}
