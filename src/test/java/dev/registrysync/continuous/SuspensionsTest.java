package dev.registrysync.continuous;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.volume.DurableDirectory;
import dev.registrysync.volume.HaltingDisk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SuspensionsTest {

	private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

	@TempDir
	private Path data;

	private final HandClock clock = new HandClock();

	private Suspensions suspensions;

	@BeforeEach
	void open() {
		this.suspensions = new Suspensions(
				DurableDirectory.shared(this.data.resolve("state"), ProblemCode.STATE_INACCESSIBLE), this.clock);
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

		open();

		assertThat(this.suspensions.find()).contains(suspension);
	}

	/**
	 * The power fails as soon as the call has returned.
	 */
	@Test
	void isSetAndEndedOnceThatWasReported() throws IOException {
		Files.createDirectories(this.data.resolve("state"));
		Suspension suspension = thenLosePower(
				(suspensions) -> suspensions.suspend("move", "ann", NOON.plusSeconds(60)));
		assertThat(this.suspensions.find()).contains(suspension);
		thenLosePower((suspensions) -> suspensions.resume("ann"));
		assertThat(this.suspensions.find()).isEmpty();
	}

	private <T> T thenLosePower(Function<Suspensions, T> call) {
		HaltingDisk disk = HaltingDisk.losingPower(Integer.MAX_VALUE, this.data);
		T result = call.apply(new Suspensions(
				DurableDirectory.confidential(disk.at(this.data.resolve("state")), ProblemCode.STATE_INACCESSIBLE),
				this.clock));
		disk.losePower();
		open();
		return result;
	}

	@Test
	void anOtherOneTakesItsPlace() {
		this.suspensions.suspend("maintenance", "ann", NOON.plusSeconds(60));
		Suspension second = this.suspensions.suspend("it takes longer", "bob", NOON.plusSeconds(600));

		open();

		assertThat(this.suspensions.find()).contains(second);
	}

	@Test
	void isEndedByHandForGood() {
		Suspension suspension = this.suspensions.suspend("maintenance", "ann", NOON.plusSeconds(60));

		assertThat(this.suspensions.resume("bob")).contains(suspension);
		assertThat(this.suspensions.find()).isEmpty();
		open();
		assertThat(this.suspensions.find()).isEmpty();
		assertThat(this.suspensions.resume("bob")).isEmpty();
	}

	@Test
	void tellsWhoeverWaits() {
		AtomicInteger calls = new AtomicInteger();
		this.suspensions.onChange(calls::incrementAndGet);

		this.suspensions.suspend("maintenance", "ann", NOON.plusSeconds(60));
		this.suspensions.resume("ann");

		assertThat(calls).hasValue(2);
	}

	@Test
	void aFileThatIsNoneOfOursIsNotTakenForNoSuspension() throws Exception {
		Path file = this.data.resolve("state/suspension");
		Files.writeString(file, "{\"reason\": \"");

		assertThatThrownBy(this::open).isInstanceOfSatisfying(ProblemException.class, (failure) -> {
			assertThat(failure.code()).isEqualTo(ProblemCode.STATE_INACCESSIBLE);
			assertThat(failure.detail()).contains(file.toString());
		});
		assertThat(file).hasContent("{\"reason\": \"");
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
