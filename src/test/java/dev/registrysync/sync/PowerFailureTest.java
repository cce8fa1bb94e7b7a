package dev.registrysync.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.volume.HaltingDisk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The power fails at each file operation in turn, and once after the last one: all that
 * was not forced to the disk is lost. What a call has reported is there after a restart,
 * and no address that a registry names has lost its key.
 */
class PowerFailureTest {

	private static final EntryRef A = EntryRef.of(Kind.AGENTS, "a");

	@TempDir
	private Path temporary;

	private Path before;

	@BeforeEach
	void start() throws IOException {
		this.before = Files.createDirectory(this.temporary.resolve("before"));
	}

	private static SyncFixture open(Path data, String description) {
		SyncFixture registry = new SyncFixture(data);
		registry.coordinator.answer(Kind.AGENTS, "{\"a\": {\"description\": \"%s\"}}".formatted(description));
		registry.coordinator.answer(Kind.TOOLS, "{\"t\": {}}");
		return registry;
	}

	private Path copy(int number) {
		Path copy = this.temporary.resolve("failure-" + number);
		try (Stream<Path> files = Files.walk(this.before)) {
			for (Path file : files.toList()) {
				Files.copy(file, copy.resolve(this.before.relativize(file).toString()));
			}
			return copy;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void assertAllValid(SyncFixture registry) {
		assertThat(registry.verdicts()).allMatch((verdict) -> verdict.isValid());
	}

	/**
	 * Fails the power at each operation of a call.
	 */
	private void failAtEachOperationOf(Consumer<SyncFixture> call) {
		boolean through = false;
		for (int operations = 0; !through; operations++) {
			Path data = copy(operations);
			HaltingDisk disk = HaltingDisk.losingPower(operations, data);
			List<Object> reported = new ArrayList<>();
			through = disk.run(() -> {
				SyncFixture registry = open(disk.at(data), "new");
				call.accept(registry);
				reported.addAll(state(registry));
			});
			disk.losePower();
			if (through) {
				assertThat(documents(data)).isEqualTo(reported.subList(0, 2));
			}
			SyncFixture restarted = open(data, "new");
			if (through) {
				assertThat(state(restarted)).isEqualTo(reported);
			}
			assertAllValid(restarted);
			restarted.sync();
			assertAllValid(restarted);
			assertThat(restarted.text(Kind.AGENTS)).contains("\"new\"");
			assertThat(restarted.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
		}
	}

	private static List<String> documents(Path data) {
		return Stream.of(Kind.values()).map((kind) -> {
			try {
				return Files.readString(data.resolve("config/official_%s_registry.json".formatted(kind)));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}).toList();
	}

	private static List<Object> state(SyncFixture registry) {
		return List.of(registry.text(Kind.AGENTS), registry.text(Kind.TOOLS), registry.history.revision(),
				registry.keys.list().stream().map((key) -> key.address().toString()).sorted().toList(),
				registry.history.documentsAt(registry.history.revision())
					.values()
					.stream()
					.map(RegistryDocument::digest)
					.sorted()
					.toList(),
				registry.archive.page(null, 100, null, null)
					.syncs()
					.stream()
					.map((run) -> registry.archive.changes(run.syncId(), 0, 100).changes())
					.toList());
	}

	@Test
	void theFirstRunIsThereOnceItWasReported() {
		failAtEachOperationOf(SyncFixture::sync);
	}

	@Test
	void aLaterRunIsThereOnceItWasReported() {
		open(this.before, "old").sync();
		failAtEachOperationOf(SyncFixture::sync);
	}

	@Test
	void aRotatedKeyIsThereOnceItWasReported() {
		open(this.before, "new").sync();
		failAtEachOperationOf((registry) -> registry.service.rotate(A, true));
	}

}
