package dev.registrysync.sync;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.identity.Verdict;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;
import dev.registrysync.sync.SyncReport.Notice;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Absence over several runs: what is counted, and what is written.
 */
@ExtendWith(OutputCaptureExtension.class)
class AbsenceTest {

	private static final String BOTH = "{\"a\": {\"agent_type\": \"x\"}, \"b\": {}}";

	private static final String WITHOUT_A = "{\"b\": {}}";

	@TempDir
	private Path data;

	@AutoClose
	private SyncFixture registry;

	@BeforeEach
	void open() {
		this.registry = new SyncFixture(this.data);
		pull(BOTH);
	}

	private SyncReport pull(String agents) {
		this.registry.coordinator.answer(Kind.AGENTS, agents);
		return this.registry.sync();
	}

	private SyncReport laterPull(String agents) {
		this.registry.clock.advance(Duration.ofMinutes(6));
		return pull(agents);
	}

	@Test
	void anEntryIsMissingThenInactiveThenBack() {
		assertThat(pull(WITHOUT_A).changes().agents()).containsEntry("missing", 1);
		String missing = this.registry.text(Kind.AGENTS);
		assertThat(laterPull(WITHOUT_A).outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(this.registry.text(Kind.AGENTS)).isEqualTo(missing);
		SyncReport over = laterPull(WITHOUT_A);
		assertThat(over.changes().agents()).containsEntry("inactivated", 1);
		assertThat(over.signaturesInvalid()).isZero();
		assertThat(laterPull(WITHOUT_A).outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(laterPull(BOTH).changes().agents()).containsEntry("reactivated", 1);
		assertThat(this.registry.entry(Kind.AGENTS, "a").findText("status")).contains("active");
	}

	@Test
	void runsThatWriteNothingByThemselvesDoNotCount() {
		pull(WITHOUT_A);
		this.registry.clock.advance(Duration.ofHours(1));
		for (int i = 0; i < 5; i++) {
			assertThat(this.registry.dryRun().changes().agents()).containsEntry("inactivated", 0);
		}
		this.registry.coordinator.fail(new ProblemException(ProblemCode.COORDINATOR_UNREACHABLE, "down"));
		for (int i = 0; i < 5; i++) {
			assertThatExceptionOfType(ProblemException.class).isThrownBy(this.registry::sync);
		}
		this.registry.service.ensureKeys(KeysRequest.DEFAULTS);
		assertThat(pull(WITHOUT_A).outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(pull(WITHOUT_A).changes().agents()).containsEntry("inactivated", 1);
	}

	@Test
	void aDryRunsPlanIsTheOneThatTheNextRunApplies() {
		pull(WITHOUT_A);
		laterPull(WITHOUT_A);
		this.registry.clock.advance(Duration.ofMinutes(6));
		SyncReport plan = this.registry.dryRun();
		assertThat(plan.changes().agents()).containsEntry("inactivated", 1);
		assertThat(this.registry.approve(plan.planDigest()).changes().agents()).containsEntry("inactivated", 1);
	}

	@Test
	void whatAnOperatorProtectedStaysAsItIs() {
		this.registry.replace(Kind.AGENTS, "\"name\": \"a\"", "\"name\": \"a\",\n      \"protected\": true");
		String before = this.registry.text(Kind.AGENTS);
		for (int i = 0; i < 5; i++) {
			assertThat(laterPull(WITHOUT_A).outcome()).isEqualTo(Outcome.NO_CHANGE);
		}
		assertThat(this.registry.text(Kind.AGENTS)).isEqualTo(before);
	}

	@Test
	void anEntryThatComesAndGoesAtEachPullMakesFewRevisionsAndIsNamedOnce(CapturedOutput output) {
		List<Notice> notices = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			this.registry.clock.advance(Duration.ofMinutes(1));
			SyncReport report = pull((i % 2 == 0) ? WITHOUT_A : BOTH);
			report.notices()
				.stream()
				.filter((notice) -> !notice.code().equals("entries_missing"))
				.forEach(notices::add);
			assertThat(report.problems()).isEmpty();
		}
		assertThat(notices).singleElement().satisfies((notice) -> {
			assertThat(notice.id()).isEqualTo("a");
			assertThat(notice.code()).isEqualTo("entry_flapping");
		});
		assertThat(output.getAll().lines().filter((line) -> line.contains("agents/a: "))).singleElement()
			.asString()
			.contains("INFO");
		assertThat(this.registry.history.revision().number()).isEqualTo(7);
		assertThat(this.registry.verdicts()).extracting(EntryVerdict::verdict).containsOnly(Verdict.VALID);
	}

	@Test
	void anEntryThatComesAndGoesIsNamedEvenIfAFileIsOvertakenInEachRun() {
		AtomicBoolean overtake = new AtomicBoolean();
		this.registry.interfereBeforePublish(() -> {
			if (overtake.getAndSet(false)) {
				this.registry.write(Kind.TOOLS, this.registry.text(Kind.TOOLS) + " ");
			}
		});
		List<Notice> notices = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			this.registry.clock.advance(Duration.ofMinutes(1));
			this.registry.coordinator.answer(Kind.TOOLS, "{\"t\": {\"description\": \"%d\"}}".formatted(i));
			overtake.set(i > 0);
			SyncReport report = pull((i % 2 == 0) ? WITHOUT_A : BOTH);
			assertThat(report.changes().tools().get("added") + report.changes().tools().get("updated")).isOne();
			report.notices().stream().filter((notice) -> notice.code().equals("entry_flapping")).forEach(notices::add);
		}
		assertThat(notices).singleElement().extracting(Notice::id).isEqualTo("a");
	}

}
