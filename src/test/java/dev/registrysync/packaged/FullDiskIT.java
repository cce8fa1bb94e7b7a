package dev.registrysync.packaged;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged jar on a disk that fills up before its runs and in the middle of them.
 */
class FullDiskIT {

	/**
	 * SQLite extends the index of its log when it opens a database that was not closed.
	 */
	private static final long ROOM_TO_START = 2 * 1024 * 1024;

	private static final long SEED = 20261125;

	private static final int FILLS = Integer.getInteger("registry-sync.full-disks", 12);

	private static final int KILLS = Math.max(1, FILLS / 12);

	/** More than a run needs. */
	private static final int PLENTY = 3 << 20;

	/** From the first write of a run to its end it takes about that. */
	private static final int COMMIT_MILLIS = 20;

	private final Random random = new Random(SEED);

	private final Fleet fleet = new Fleet(new Random(SEED), 100, 10);

	private final Map<String, Integer> answers = new TreeMap<>();

	@TempDir
	private Path directory;

	private SmallDisk disk;

	private Coordinator coordinator;

	private Witness witness;

	@BeforeEach
	void mount() throws IOException {
		this.disk = SmallDisk.mount(this.directory, 64);
		this.coordinator = Coordinator.onLoopback();
		this.witness = new Witness(this.disk.data());
	}

	@AfterEach
	void unmount() {
		if (this.disk != null) {
			this.coordinator.close();
			this.disk.close();
		}
	}

	private ServiceProcess start() {
		return ServiceProcess.start(this.disk.data(), this.coordinator.url());
	}

	@Test
	void keepsEveryByteWhereverTheDiskGetsFullAndCatchesUpOnceThereIsRoom() throws IOException, InterruptedException {
		try (ServiceProcess service = start()) {
			Api api = service.api();
			catchUp(api);
			for (int fill = 0; fill < FILLS; fill++) {
				change();
				switch (fill % 4) {
					case 0 -> refuse(api);
					case 1 -> syncWith(api, this.random.nextInt(PLENTY));
					default -> fillMeanwhile(api);
				}
				this.witness.lookAtFiles();
				catchUp(api);
			}
		}
		System.out.printf("Filled the disk %d times: %s%n", FILLS, this.answers);
	}

	@Test
	void startsOnTheFullDiskThatItWasKilledOnAndServesWhatWasThere() throws IOException, InterruptedException {
		for (int kill = 0; kill < KILLS; kill++) {
			try (ServiceProcess service = start()) {
				catchUp(service.api());
				change();
				CompletableFuture<HttpResponse<String>> answer = fillWhileItSyncs(service.api());
				service.kill();
				answer.handle((response, killed) -> response).join();
			}
			this.witness.lookAtFiles();
			change();
			this.disk.free();
			this.disk.fill(ROOM_TO_START);
			try (ServiceProcess service = start()) {
				this.witness.ask(service.api());
				refuse(service.api());
				catchUp(service.api());
			}
		}
	}

	private void change() {
		this.fleet.change();
		this.fleet.showTo(this.coordinator);
	}

	private void catchUp(Api api) throws IOException {
		this.disk.free();
		this.fleet.showTo(this.coordinator);
		this.witness.heard(api.sync(), this.fleet.beat());
		this.witness.ask(api);
		this.fleet.requireIn(new RegistryFiles(this.disk.data()));
	}

	private void refuse(Api api) throws IOException {
		assertThat(syncWith(api, 0)).as("refused on a full disk").isTrue();
	}

	/**
	 * Syncs with so many bytes left.
	 * @return whether they were too few
	 */
	private boolean syncWith(Api api, long left) throws IOException {
		this.disk.fill(left);
		Tree before = Tree.of(this.disk.data());
		HttpResponse<String> answer = api.post("/sync", "");
		if (answer.statusCode() == 200) {
			this.witness.heard(Api.ok(answer), this.fleet.beat());
			count("room enough");
			return false;
		}
		JsonNode problem = requireFull(answer);
		if (problem.has("needed_bytes")) {
			assertThat(problem.get("needed_bytes").asLong()).isGreaterThan(problem.get("available_bytes").asLong());
		}
		assertThat(Tree.of(this.disk.data())).isEqualTo(before);
		count("refused");
		return true;
	}

	private static JsonNode requireFull(HttpResponse<String> answer) {
		JsonNode problem = Api.json(507, answer);
		assertThat(problem.get("code").asString()).isEqualTo("disk_full");
		assertThat(problem.get("retryable").asBoolean()).isTrue();
		return problem;
	}

	private void fillMeanwhile(Api api) throws IOException, InterruptedException {
		HttpResponse<String> answer = fillWhileItSyncs(api).join();
		if (answer.statusCode() == 200) {
			this.witness.heard(Api.ok(answer), this.fleet.beat());
			count("done before it was full");
		}
		else {
			requireFull(answer);
			count("full in the middle");
		}
	}

	private CompletableFuture<HttpResponse<String>> fillWhileItSyncs(Api api) throws IOException, InterruptedException {
		this.disk.fill(2 * PLENTY);
		Moment moment = Moment.withinOfAWrite(COMMIT_MILLIS, this.random, this.disk.data(), "config", "state",
				"keystore");
		CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> api.post("/sync", ""));
		moment.await();
		this.disk.fill(0);
		return answer;
	}

	private void count(String answer) {
		this.answers.merge(answer, 1, Integer::sum);
	}

}
