package dev.registrysync.registry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EntryIdTest {

	@ParameterizedTest
	@ValueSource(strings = { "a", "a/b", "..", "with spaces", "😀", "UPPER", "a.b-c_d", "é", "\u2028" })
	void takesAnyText(String id) {
		assertThat(new EntryId(id).value()).isEqualTo(id);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a\nb", "\u0000", "\u007f", "\u0085", "\ud800", "x\udc00" })
	void refusesEmptyControlAndHalfPairs(String id) {
		assertThatIllegalArgumentException().isThrownBy(() -> new EntryId(id));
		assertThat(EntryId.find(id)).isEmpty();
		assertThat(EntryId.whyNot(id)).isPresent();
	}

	@Test
	void countsCodePoints() {
		assertThat(EntryId.find("😀".repeat(256))).isPresent();
		assertThat(EntryId.find("a".repeat(257))).isEmpty();
	}

	@Test
	void caseAndPunctuationCount() {
		assertThat(new EntryId("agent-one")).isNotEqualTo(new EntryId("agent.one"))
			.isNotEqualTo(new EntryId("AGENT-ONE"));
	}

}
