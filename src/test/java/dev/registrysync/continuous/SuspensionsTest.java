package dev.registrysync.continuous;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;

import dev.registrysync.database.Database;
import dev.registrysync.database.Databases;
import dev.registrysync.database.TestEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

@ParameterizedClass
@EnumSource(TestEngine.class)
class SuspensionsTest {

	private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

	@TempDir
	private Path data;

	private final HandClock clock = new HandClock();

	private Suspensions suspensions;

	private final TestEngine engine;

	private Databases databases;

	SuspensionsTest(TestEngine engine) {
		this.engine = engine;
	}

	@BeforeEach
	void open() {
		this.databases = Databases.create(this.engine, this.data);
		this.suspensions = new Suspensions(this.databases.database(), this.clock);
	}

	@AfterEach
	void close() {
		this.databases.close();
	}

	private void restart() {
		this.suspensions = new Suspensions(this.databases.reopen(), this.clock);
	}

	@Test
	void thereIsNoneAtFirst() {
		assertThat(this.suspensions.find()).isEmpty();
	}

	@Test
	void holdsUntilItsTime() {
		Suspension suspension = this.suspensions.suspend("maintenance", "ann", NOON.plusSeconds(60));

		this.clock.now = NOON.plusSeconds(59);
		assertThat(this.suspensions.find()).contains(suspension);

		this.clock.now = NOON.plusSeconds(60);
		assertThat(this.suspensions.find()).isEmpty();
		this.clock.now = NOON.minus(Duration.ofDays(1));
		assertThat(this.suspensions.find()).as("it is over for good, even if the clock is set back").isEmpty();
	}

	@Test
	void survivesARestart() {
		Suspension suspension = this.suspensions.suspend("the \"big\" move\n", "ann", NOON.plusSeconds(60));

		restart();

		assertThat(this.suspensions.find()).contains(suspension);
	}

	@Test
	void anOtherOneTakesItsPlace() {
		this.suspensions.suspend("maintenance", "ann", NOON.plusSeconds(60));
		Suspension second = this.suspensions.suspend("it takes longer", "bob", NOON.plusSeconds(600));

		restart();

		assertThat(this.suspensions.find()).contains(second);
	}

	@Test
	void isEndedByHandForGood() {
		Suspension suspension = this.suspensions.suspend("maintenance", "ann", NOON.plusSeconds(60));

		assertThat(this.suspensions.resume("bob")).contains(suspension);
		assertThat(this.suspensions.find()).isEmpty();
		restart();
		assertThat(this.suspensions.find()).isEmpty();
		assertThat(this.suspensions.resume("bob")).isEmpty();
	}

	@Test
	void holdsForEveryProcessThatUsesTheDatabase() {
		try (Database other = this.databases.open()) {
			Suspension suspension = this.suspensions.suspend("maintenance", "ann", NOON.plusSeconds(60));
			Suspensions there = new Suspensions(other, this.clock);
			assertThat(there.find()).contains(suspension);
			assertThat(there.resume("bob")).contains(suspension);
		}
		assertThat(this.suspensions.find()).isEmpty();
	}

	@Test
	void tellsWhoeverWaits() {
		AtomicInteger calls = new AtomicInteger();
		this.suspensions.onChange(calls::incrementAndGet);

		this.suspensions.suspend("maintenance", "ann", NOON.plusSeconds(60));
		this.suspensions.resume("ann");

		assertThat(calls).hasValue(2);
	}

	private static final class HandClock extends Clock {

		private Instant now = NOON;

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return this.now;
		}

	}

}
