package dev.registrysync.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FeedReadersTest {

	private final FakeChangeLog log = new FakeChangeLog();

	private final List<Runnable> waiting = new ArrayList<>();

	private final FeedReaders readers = new FeedReaders(new ChangeFeed(this.log), this.waiting::add,
			new EventsProperties(2, Duration.ofSeconds(1)));

	private void assertRefused(ProblemCode code) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.readers.open(Position.BEGINNING, "c"))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(code));
	}

	@Test
	void whoeverComesWhenAllPlacesAreTakenIsToldSo() {
		this.readers.start();
		this.readers.open(Position.BEGINNING, "a");
		this.readers.open(Position.BEGINNING, "b");
		assertRefused(ProblemCode.TOO_MANY_READERS);
		assertThat(this.readers.count()).isEqualTo(2);
	}

	@Test
	void oneCallerHasHalfOfThePlaces() {
		this.readers.start();
		this.readers.open(Position.BEGINNING, "c");
		assertRefused(ProblemCode.TOO_MANY_READERS);
		this.readers.open(Position.BEGINNING, "another");
	}

	@Test
	void aReaderThatWouldMissSomethingTakesNoPlace() {
		this.readers.start();
		this.log.compactUpTo(new Position(1, 1));
		assertRefused(ProblemCode.EVENTS_COMPACTED);
		assertThat(this.readers.count()).isZero();
	}

	@Test
	void aReaderThatLeavesGivesItsPlaceBack() {
		this.readers.start();
		this.readers.open(Position.BEGINNING, "a");
		this.readers.stop();
		this.waiting.forEach(Runnable::run);
		assertThat(this.readers.count()).isZero();
	}

	@Test
	void aReaderWithoutAThreadTakesNoPlace() {
		FeedReaders exhausted = new FeedReaders(new ChangeFeed(this.log), (reader) -> {
			throw new OutOfMemoryError("unable to create native thread");
		}, new EventsProperties(2, Duration.ofSeconds(1)));
		exhausted.start();
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> exhausted.open(Position.BEGINNING, "a"));
		}
		assertThat(exhausted.count()).isZero();
	}

	@Test
	void nobodyIsTakenInWhileItStops() {
		assertRefused(ProblemCode.TOO_MANY_READERS);
	}

}
