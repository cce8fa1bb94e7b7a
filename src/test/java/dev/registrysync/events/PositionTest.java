package dev.registrysync.events;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PositionTest {

	@Test
	void readsWhatItWrites() {
		assertThat(Position.find(new Position(42, 7).toString())).contains(new Position(42, 7));
		assertThat(Position.find("0-0")).contains(Position.BEGINNING);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-", "1", "1-", "-1", "1--1", "01-1", "1-01", "1-1 ", " 1-1", "1-1-1", "a-1", "1-٣",
			"1234567890123456789-1", "1-1234567890" })
	void readsNothingElse(String text) {
		assertThat(Position.find(text)).isEmpty();
	}

	@Test
	void goesByRevisionAndThenByChange() {
		assertThat(new Position(2, 9)).isLessThan(new Position(3, 0)).isLessThan(new Position(10, 0));
		assertThat(new Position(2, 9)).isGreaterThan(new Position(2, 8)).isEqualByComparingTo(new Position(2, 9));
	}

}
