package dev.registrysync.continuous;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.registrysync.keys.LogCapture;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.sync.Outcome;
import dev.registrysync.sync.SyncReport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SourceStateTest {

	private static final ProblemException AWAY = new ProblemException(ProblemCode.COORDINATOR_UNREACHABLE,
			"Nobody listens.");

	private final AtomicLong nanos = new AtomicLong();

	private final SourceState state = new SourceState("east", this.nanos::get);

	private List<String> said(Runnable work) {
		try (LogCapture log = new LogCapture()) {
			work.run();
			List<String> said = new ArrayList<>(log.lines());
			said.removeIf((line) -> line.startsWith("DEBUG") || line.startsWith("TRACE"));
			return said;
		}
	}

	private void fail() {
		this.state.failed(AWAY);
	}

	private void well() {
		this.state.ended(Reports.of(Outcome.NO_CHANGE));
	}

	@Test
	void thatAllIsWellIsNoNews() {
		assertThat(said(this::well)).isEmpty();
	}

	@Test
	void aFailureIsSaidOnceAndItsEndOnce() {
		assertThat(said(() -> {
			fail();
			fail();
			fail();
			well();
			well();
		})).containsExactly("WARN Continuous sync with east fails: coordinator_unreachable: Nobody listens.",
				"INFO Continuous sync with east is well again");
	}

	@Test
	void anotherFailureIsNews() {
		fail();

		assertThat(said(() -> this.state.failed(new ProblemException(ProblemCode.DISK_FULL, "No room."))))
			.containsExactly("WARN Continuous sync with east fails: disk_full: No room.");
		assertThat(said(() -> this.state.ended(Reports.of(Outcome.PARTIAL,
				new SyncReport.Problem("agents", "a", "entry_malformed", "It is no object.")))))
			.containsExactly("WARN Continuous sync with east is PARTIAL: It is no object.");
	}

	@Test
	void aSourceThatGoesToAndFroIsSaidToAndNotEachTime() {
		List<String> said = said(() -> {
			for (int i = 0; i < 100; i++) {
				fail();
				well();
			}
		});

		assertThat(said).hasSize(6);
		assertThat(said.get(5)).contains("6 times within an hour");
	}

	@Test
	void anHourLaterItIsNewsAgain() {
		for (int i = 0; i < 100; i++) {
			fail();
			well();
		}
		this.nanos.addAndGet(Duration.ofMinutes(61).toNanos());

		assertThat(said(this::fail)).hasSize(1);
	}

}
