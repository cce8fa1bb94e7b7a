package dev.registrysync.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.registrysync.console.ConsoleTestAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Backups of a running service.
 */
class BackupApiTest {

	private static final int CALLERS = 16;

	@TempDir
	private Path temporary;

	private static String agents() {
		return IntStream.range(0, CALLERS)
			.mapToObj((number) -> "\"agent-%d\": {\"agent_type\": \"worker\", \"description\": \"As pulled\"}"
				.formatted(number))
			.collect(Collectors.joining(", ", "{", "}"));
	}

	@Test
	void refusesToMakeOneIfThereIsNoDirectoryForIt() {
		try (WholeService service = WholeService.start(this.temporary.resolve("data"))) {
			HttpResponse<String> response = service.send(service.posting("/backup", ""));
			assertThat(response.statusCode()).isEqualTo(409);
			JsonNode problem = WholeService.JSON.readTree(response.body());
			assertThat(problem.get("code").asString()).isEqualTo("backup_not_configured");
			assertThat(problem.get("remedy").asString()).contains("registry-sync.backup.directory");
			service.restart("registry-sync.backup.directory=" + this.temporary.resolve("backup"));
			assertThat(Path.of(service.post("/backup", "").get("directory").asString())).isDirectory();
		}
	}

	@Test
	void whatSixteenCallersEditMeanwhileIsRestoredCompleteAndValid() throws Exception {
		Path data = this.temporary.resolve("data");
		List<Path> backups = new ArrayList<>();
		try (WholeService service = WholeService.start(data,
				"registry-sync.backup.directory=" + this.temporary.resolve("backup"))) {
			service.coordinator.agents(agents());
			service.sync();
			backups.add(Path.of(service.post("/backup", "").get("directory").asString()));
			backups.addAll(backupsWhileCallersEdit(service));
		}
		assertThat(revisionOf(backups.get(0))).isEqualTo(1);
		for (Path backup : backups) {
			assertComplete(backup);
		}
	}

	private List<Path> backupsWhileCallersEdit(WholeService service) throws Exception {
		ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
		CountDownLatch edited = new CountDownLatch(CALLERS);
		AtomicBoolean stopped = new AtomicBoolean();
		List<Future<Integer>> edits = IntStream.range(0, CALLERS).mapToObj((caller) -> callers.submit(() -> {
			int count = 0;
			while (!stopped.get()) {
				service.patch("/registry/agents/agent-" + caller, "{\"notes\": \"edit %d\"}".formatted(count++));
				edited.countDown();
			}
			return count;
		})).toList();
		try {
			edited.await();
			List<Path> backups = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				backups.add(Path.of(service.post("/backup", "").get("directory").asString()));
			}
			return backups;
		}
		finally {
			stopped.set(true);
			for (Future<Integer> edit : edits) {
				assertThat(edit.get(1, TimeUnit.MINUTES)).isPositive();
			}
			callers.shutdown();
		}
	}

	private long revisionOf(Path backup) {
		return restored(backup, (service) -> service.get("/history").get("revision").asLong());
	}

	private void assertComplete(Path backup) {
		restored(backup, (service) -> {
			assertThat(service.get("/identities").get("identities")).hasSize(CALLERS)
				.allSatisfy((entry) -> assertThat(entry.get("verdict").asString()).isEqualTo("VALID"));
			assertThat(service.post("/history/verify", "").get("chain_valid").asBoolean()).isTrue();
			service.coordinator.agents(agents());
			assertThat(service.sync().get("outcome").asString()).isEqualTo("NO_CHANGE");
			return service;
		});
	}

	private <T> T restored(Path backup, Function<WholeService, T> use) {
		try {
			Path data = Files.createTempDirectory(this.temporary, "restored");
			ConsoleTestAccess.run("restore", "--from", backup.toString(), "--data-dir", data.toString());
			assertThat(ConsoleTestAccess.run("verify-restore", "--data-dir", data.toString()))
				.contains("Every address in the registry files has its key.")
				.contains("The history is what was written");
			try (WholeService service = WholeService.start(data)) {
				return use.apply(service);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
