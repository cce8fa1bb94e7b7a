package dev.registrysync.packaged;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged jar, killed at random moments while it makes 2,000 keys.
 */
class KilledWhileMakingKeysIT {

	private static final long SEED = 20261123;

	private static final int KILLS = Integer.getInteger("registry-sync.kills.making-keys", 6);

	/** A whole run takes about that. */
	private static final int RUN_MILLIS = 600;

	/** Between the keys and the commit lies about that. */
	private static final int SIGNING_MILLIS = 150;

	/** An append of keys takes about that. */
	private static final int APPEND_MILLIS = 10;

	/** A commit takes about that. */
	private static final int COMMIT_MILLIS = 30;

	/** The end of a commit takes about that. */
	private static final int PUBLISHING_MILLIS = 9;

	@TempDir
	private Path directory;

	private final Random random = new Random(SEED);

	private final Newcomers newcomers = new Newcomers(KILLS + 1);

	private final Map<String, String> addresses = new TreeMap<>();

	private Path data;

	@BeforeEach
	void nameData() {
		this.data = this.directory.resolve("data");
	}

	@Test
	void everyAddressHasItsKeyAndNobodyGetsASecondWhereverItIsKilled() throws IOException, InterruptedException {
		try (Coordinator coordinator = Coordinator.onLoopback()) {
			for (int round = 0; round < KILLS; round++) {
				this.newcomers.come();
				kill(coordinator, round);
				lookAtFiles();
			}
			this.newcomers.come();
			this.newcomers.showTo(coordinator);
			try (ServiceProcess service = ServiceProcess.start(this.data, coordinator.url())) {
				finish(service.api());
			}
		}
		OfflineCommand.run(this.directory, "verify-restore")
			.hasCode(0)
			.says("Every address in the registry files has its key.");
	}

	/**
	 * Newcomers get their keys by a sync, with validation or without, or by themselves
	 * where somebody wrote them into the files.
	 */
	private void kill(Coordinator coordinator, int round) throws IOException, InterruptedException {
		switch (round % 3) {
			case 0 -> {
				this.newcomers.showTo(coordinator);
				kill(coordinator, round, "/sync", "");
			}
			case 1 -> {
				this.newcomers.showTo(coordinator);
				kill(coordinator, round, "/sync", "{\"validate_signatures\": false}");
			}
			default -> {
				this.newcomers.writeInto(files());
				kill(coordinator, round, "/keys", "");
			}
		}
	}

	private void kill(Coordinator coordinator, int round, String path, String body)
			throws IOException, InterruptedException {
		try (ServiceProcess service = ServiceProcess.launch(this.data, coordinator.url())) {
			Api api = service.api();
			Moment moment = moment(round);
			CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> api.post(path, body));
			moment.await();
			service.kill();
			answer.handle((response, killed) -> (response != null) ? Api.ok(response) : null).join();
		}
	}

	private Moment moment(int round) throws IOException {
		return switch (round % 5) {
			case 0 -> Moment.withinOfAWrite(APPEND_MILLIS, this.random, this.data, "keystore");
			case 1 -> Moment.withinOfAWrite(COMMIT_MILLIS, this.random, this.data, "config");
			case 2 -> Moment.withinOfAWrite(SIGNING_MILLIS, this.random, this.data, "keystore");
			case 3 -> Moment.withinOfAWrite(PUBLISHING_MILLIS, this.random, this.data, "state");
			default -> Moment.within(RUN_MILLIS, this.random);
		};
	}

	private void lookAtFiles() {
		Map<String, String> keys = new KeysFile(this.data).addresses();
		assertThat(keys).containsAllEntriesOf(this.addresses);
		assertThat(keys).containsAllEntriesOf(files().addressesSoFar());
		this.addresses.putAll(keys);
	}

	private void finish(Api api) {
		assertThat(api.sync().get("outcome").asString()).isEqualTo("SUCCEEDED");
		lookAtFiles();
		assertThat(this.addresses).hasSize(Newcomers.AGENTS + Newcomers.TOOLS).isEqualTo(files().addresses());
		assertThat(api.identities().requireAllValid().addresses()).isEqualTo(this.addresses);
		assertThat(Api.ok(api.get("/keys"))).hasSize(this.addresses.size())
			.allSatisfy((key) -> assertThat(key.get("version").asInt()).isOne());
		assertThat(api.sync().get("outcome").asString()).isEqualTo("NO_CHANGE");
	}

	private RegistryFiles files() {
		return new RegistryFiles(this.data);
	}

}
