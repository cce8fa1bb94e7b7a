package dev.registrysync.database;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MicrosTest {

	@Test
	void countsMicrosecondsSinceTheEpoch() {
		assertThat(Micros.of(Instant.parse("2026-11-30T16:42:00.123456Z"))).isEqualTo(1796056920123456L);
		assertThat(Micros.toInstant(1796056920123456L)).isEqualTo(Instant.parse("2026-11-30T16:42:00.123456Z"));
	}

	@Test
	void dropsNanosecondsAlsoBeforeTheEpoch() {
		assertThat(Micros.of(Instant.parse("1969-12-31T23:59:59.999999999Z"))).isEqualTo(-1);
		assertThat(Micros.toInstant(-1)).isEqualTo(Instant.parse("1969-12-31T23:59:59.999999Z"));
	}

}
