package dev.registrysync.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.registrysync.keys.IdentityAliases;
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

	private Path database;

	@BeforeEach
	void start() throws IOException {
		this.before = Files.createDirectory(this.temporary.resolve("before"));
		this.database = Files.createDirectory(this.temporary.resolve("database"));
	}

	private void begin(String description) {
		SyncFixture registry = open(this.before, this.database, description);
		registry.sync();
		registry.databases.close();
	}

	/**
	 * Opens the service with its database elsewhere: it is durable by itself.
	 */
	private static SyncFixture open(Path data, Path database, String description) {
		SyncFixture registry = new SyncFixture(data, IdentityAliases.NONE, database);
		registry.coordinator.answer(Kind.AGENTS, "{\"a\": {\"description\": \"%s\"}}".formatted(description));
		registry.coordinator.answer(Kind.TOOLS, "{\"t\": {}}");
		return registry;
	}

	private Path copy(Path from, String name) {
		Path copy = this.temporary.resolve(name);
		try (Stream<Path> files = Files.walk(from)) {
			for (Path file : files.toList()) {
				Files.copy(file, copy.resolve(from.relativize(file).toString()));
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
			Path data = copy(this.before, "failure-" + operations);
			Path database = copy(this.database, "database-" + operations);
			HaltingDisk disk = HaltingDisk.losingPower(operations, data);
			List<Object> reported = new ArrayList<>();
			through = disk.run(() -> {
				SyncFixture registry = open(disk.at(data), database, "new");
				call.accept(registry);
				reported.addAll(state(registry));
			});
			disk.losePower();
			if (through) {
				assertThat(documents(data)).isEqualTo(reported.subList(0, 2));
			}
			SyncFixture restarted = open(data, database, "new");
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
		begin("old");
		failAtEachOperationOf(SyncFixture::sync);
	}

	@Test
	void aRotatedKeyIsThereOnceItWasReported() {
		begin("new");
		failAtEachOperationOf((registry) -> registry.service.rotate(A, true));
	}

}
