package dev.registrysync.security;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BodySharesTest {

	private final BodyShares shares = new BodyShares(2, 100, 150);

	@Test
	void callersTogetherStayWithinTheBoundOfAll() {
		assertThat(this.shares.begin("one")).isTrue();
		assertThat(this.shares.grow("one", 100)).isTrue();
		assertThat(this.shares.begin("two")).isTrue();
		assertThat(this.shares.grow("two", 50)).isTrue();
		assertThat(this.shares.begin("three")).isFalse();
		assertThat(this.shares.grow("two", 1)).isFalse();
		this.shares.end("one", 100);
		assertThat(this.shares.begin("three")).isTrue();
		assertThat(this.shares.grow("three", 99)).isTrue();
	}

	@Test
	void oneCallerStaysWithinAShare() {
		assertThat(this.shares.begin("one")).isTrue();
		assertThat(this.shares.begin("one")).isTrue();
		assertThat(this.shares.begin("one")).isFalse();
		assertThat(this.shares.grow("one", 101)).isFalse();
	}

}
