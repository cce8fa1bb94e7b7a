package dev.registrysync.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.registrysync.registry.Kind;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Counts, with the JVM's own recorder, how often a run waits until something is on the
 * disk: that does not depend on how many entries it is about.
 */
class DurableWritesTest {

	@TempDir
	private Path directory;

	@Test
	void aRunMakesAsManyDurableWritesForManyEntriesAsForFew() throws IOException {
		List<Long> few = writesOfRuns("few", 2, 1);
		List<Long> many = writesOfRuns("many", 400, 150);
		assertThat(many).isEqualTo(few);
		assertThat(few.get(0)).as("the first run").isPositive();
		assertThat(few.get(1)).as("a run that changes entries").isPositive();
		assertThat(few.get(2)).as("a run without anything to do").isZero();
	}

	private List<Long> writesOfRuns(String name, int entries, int changed) throws IOException {
		Path data = this.directory.resolve(name);
		SyncFixture registry = new SyncFixture(data);
		return List.of(writes(data, () -> sync(registry, entries, 0, Outcome.SUCCEEDED)),
				writes(data, () -> sync(registry, entries, changed, Outcome.SUCCEEDED)),
				writes(data, () -> sync(registry, entries, changed, Outcome.NO_CHANGE)));
	}

	private static void sync(SyncFixture registry, int entries, int changed, Outcome expected) {
		registry.coordinator.answer(Kind.AGENTS,
				IntStream.range(0, entries)
					.mapToObj(
							(i) -> "\"agent%d\": {\"description\": \"%s\"}".formatted(i, (i < changed) ? "new" : "old"))
					.collect(Collectors.joining(",", "{", "}")));
		SyncReport report = registry.sync();
		assertThat(report.outcome()).isEqualTo(expected);
		assertThat(report.signaturesValidated()).isEqualTo(entries);
	}

	private long writes(Path data, Runnable run) throws IOException {
		Path file = Files.createTempFile(this.directory, "writes", ".jfr");
		try (Recording recording = new Recording()) {
			recording.enable("jdk.FileForce").withoutThreshold();
			recording.start();
			run.run();
			recording.stop();
			recording.dump(file);
		}
		return RecordingFile.readAllEvents(file).stream().filter((event) -> isIn(data, event)).count();
	}

	private static boolean isIn(Path data, RecordedEvent event) {
		return Path.of(event.getString("path")).toAbsolutePath().startsWith(data.toAbsolutePath());
	}

}
