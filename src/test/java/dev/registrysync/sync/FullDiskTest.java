package dev.registrysync.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import dev.registrysync.volume.SpaceNeeded;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FullDiskTest {

	private static final String AGENT = "\"agent %d é\": {\"description\": \"%s\", \"registered_at\": 1.5, \"nested\": {\"list\": [1, 2, {\"a\": {}}]}}";

	@TempDir
	private Path data;

	@AutoClose
	private SyncFixture registry;

	@BeforeEach
	void open() {
		this.registry = new SyncFixture(this.data);
		answer("old");
	}

	private void answer(String description) {
		this.registry.coordinator.answer(Kind.AGENTS,
				IntStream.range(0, 20)
					.mapToObj((number) -> AGENT.formatted(number, description))
					.collect(joining(",", "{", "}")));
	}

	private Map<Path, String> files() {
		Map<Path, String> files = new TreeMap<>();
		try (Stream<Path> paths = Files.walk(this.data)) {
			for (Path path : paths.filter(Files::isRegularFile).toList()) {
				files.put(path, Files.readString(path, StandardCharsets.ISO_8859_1));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return files;
	}

	private void assertRefused(Runnable call) {
		Map<Path, String> before = files();
		assertThatExceptionOfType(ProblemException.class).isThrownBy(call::run)
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.DISK_FULL));
		assertThat(files()).isEqualTo(before);
	}

	@Test
	void noKeyIsMadeIfThereIsNoRoomForTheCommitThatNamesItsAddress() {
		this.registry.space.limitTo(50_000);
		assertRefused(this.registry::sync);
		assertThat(this.registry.keys.list()).isEmpty();
		this.registry.space.limitTo(Long.MAX_VALUE);
		assertThat(this.registry.sync().keysUpdated()).isEqualTo(20);
	}

	@Test
	void nothingIsStagedIfThereIsNoRoomForAllOfIt() {
		this.registry.sync();
		answer("new");
		this.registry.space.limitTo(50_000);
		assertRefused(this.registry::sync);
		this.registry.space.limitTo(Long.MAX_VALUE);
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.SUCCEEDED);
	}

	@Test
	void whatARunLearntWithoutAChangeAlsoNeedsRoom() {
		this.registry.sync();
		this.registry.replace(Kind.AGENTS, "old", "edited by hand");
		this.registry.space.limitTo(500);
		assertRefused(this.registry::sync);
		this.registry.space.limitTo(Long.MAX_VALUE);
		SyncReport report = this.registry.sync();
		assertThat(report.outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(report.drift()).hasSize(20);
	}

	@Test
	void aKeyIsNotRotatedIfThereIsNoRoomForTheCommit() {
		this.registry.sync();
		this.registry.space.limitTo(50_000);
		assertRefused(() -> this.registry.service.rotate(EntryRef.of(Kind.AGENTS, "agent 0 é"), true));
	}

	@Test
	void whatIsAskedForIsNeverLessThanWhatIsWritten() {
		long empty = written("database");
		this.registry.sync();
		List<SpaceNeeded> questions = this.registry.space.questions();
		assertThat(questions).hasSize(2);
		SpaceNeeded ahead = questions.get(0);
		SpaceNeeded exact = questions.get(1);
		assertThat(written("config")).isPositive().isLessThanOrEqualTo(exact.config());
		assertThat(written("database") - empty).isPositive().isLessThanOrEqualTo(exact.state() + ahead.keystore());
		assertThat(written("keystore")).isPositive().isLessThanOrEqualTo(ahead.keystore());
		assertThat(exact.config()).isLessThanOrEqualTo(ahead.config());
		assertThat(exact.state()).isLessThanOrEqualTo(ahead.state());
	}

	private long written(String directory) {
		return files().entrySet()
			.stream()
			.filter((file) -> file.getKey().startsWith(this.data.resolve(directory)))
			.mapToLong((file) -> file.getValue().length())
			.sum();
	}

}
