package dev.registrysync.packaged;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged jar, killed at random moments of runs that add, change and mark as missing
 * some of 2,000 entries.
 */
class KilledProcessIT {

	private static final long SEED = 20261122;

	private static final int KILLS = Integer.getInteger("registry-sync.kills.syncing", 14);

	/** Long enough for some runs. */
	private static final int WORK_MILLIS = 900;

	/** From the first sign of a commit to its end it takes about that. */
	private static final int COMMIT_MILLIS = 60;

	/** Putting documents and bases in their places takes about that. */
	private static final int PUBLISHING_MILLIS = 12;

	/** A start takes about that. */
	private static final int START_MILLIS = 1800;

	@TempDir
	private Path directory;

	private final Random random = new Random(SEED);

	private final Fleet fleet = new Fleet(new Random(SEED), 1900, 100);

	private final Map<Scene, Integer> scenes = new EnumMap<>(Scene.class);

	private Path data;

	private Witness witness;

	@BeforeEach
	void nameData() {
		this.data = this.directory.resolve("data");
		this.witness = new Witness(this.data);
	}

	@Test
	void losesNothingThatItReportedAndNobodysAddressWhereverItIsKilled() throws IOException, InterruptedException {
		try (Coordinator coordinator = Coordinator.onLoopback()) {
			this.fleet.showTo(coordinator);
			Hammer hammer = new Hammer(this.fleet, coordinator, this.witness);
			for (int kill = 0; kill < KILLS; kill++) {
				try (ServiceProcess service = start(coordinator)) {
					if (kill > 0) {
						converge(service.api(), coordinator);
					}
					hammer.strike(service, moment(kill));
				}
				lookAtFiles();
				if (kill % 4 == 1) {
					killWhileItStarts(coordinator);
					lookAtFiles();
				}
			}
			try (ServiceProcess service = start(coordinator)) {
				this.fleet.churn();
				converge(service.api(), coordinator);
				endTheGrace(service.api());
				assertThat(service.api().sync().get("outcome").asString()).isEqualTo("NO_CHANGE");
			}
		}
		assertThat(this.witness.known()).isEqualTo(this.fleet.agents() + this.fleet.tools());
		System.out.printf("Killed %d times: %s%n", KILLS, this.scenes);
	}

	private ServiceProcess start(Coordinator coordinator) {
		return ServiceProcess.start(this.data, coordinator.url(), "--registry-sync.grace.pulls=1",
				"--registry-sync.grace.duration=0s");
	}

	private Moment moment(int kill) throws IOException {
		return switch (kill % 4) {
			case 0 -> Moment.withinOfAWrite(COMMIT_MILLIS, this.random, this.data, "config", "keystore");
			case 1 -> Moment.withinOfAWrite(COMMIT_MILLIS, this.random, this.data, "state");
			case 2 -> Moment.afterTheJournalGrew(PUBLISHING_MILLIS, this.random, this.data);
			default -> Moment.within(WORK_MILLIS, this.random);
		};
	}

	private void lookAtFiles() throws IOException {
		this.scenes.merge(Scene.of(this.data), 1, Integer::sum);
		this.witness.lookAtFiles();
	}

	/**
	 * What a new process finds is whole, and one run brings it up to date.
	 */
	private void converge(Api api, Coordinator coordinator) {
		this.witness.ask(api);
		this.fleet.showTo(coordinator);
		this.witness.heard(api.sync(), this.fleet.beat());
		this.witness.ask(api);
		this.fleet.requireIn(new RegistryFiles(this.data));
	}

	/**
	 * Who has left at last is missing since the run that converged, and one more pull
	 * ends the grace. Nothing else is left to do.
	 */
	private void endTheGrace(Api api) {
		JsonNode report = api.sync();
		this.witness.heard(report, this.fleet.beat());
		this.fleet.requireIn(new RegistryFiles(this.data));
		assertThat(report.get("changes").get("agents").get("inactivated").asInt()).isPositive();
		for (JsonNode counts : List.of(report.get("changes").get("agents"), report.get("changes").get("tools"))) {
			counts.forEachEntry((action, count) -> {
				if (!Set.of("unchanged", "inactivated").contains(action)) {
					assertThat(count.asInt()).as(action).isZero();
				}
			});
		}
	}

	private void killWhileItStarts(Coordinator coordinator) throws IOException, InterruptedException {
		try (ServiceProcess service = ServiceProcess.launch(this.data, coordinator.url())) {
			Moment.within(START_MILLIS, this.random).await();
			service.kill();
		}
	}

}
