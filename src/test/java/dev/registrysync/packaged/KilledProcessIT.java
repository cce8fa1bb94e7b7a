package dev.registrysync.packaged;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged jar, killed at random moments.
 */
class KilledProcessIT {

	private static final long SEED = 20261122;

	private static final int ROUNDS = 9;

	/** Long enough for some runs. */
	private static final int WORK_MILLIS = 900;

	/** A commit takes about that. */
	private static final int COMMIT_MILLIS = 10;

	/** A start takes about that. */
	private static final int START_MILLIS = 2500;

	@TempDir
	private Path directory;

	private final Random random = new Random(SEED);

	private final Fleet fleet = new Fleet(new Random(SEED));

	@Test
	void losesNothingThatItReportedAndNobodysAddressWhereverItIsKilled() throws IOException, InterruptedException {
		Path data = this.directory.resolve("data");
		Witness witness = new Witness(data);
		try (Coordinator coordinator = Coordinator.onLoopback()) {
			this.fleet.showTo(coordinator);
			Hammer hammer = new Hammer(this.fleet, coordinator, witness);
			for (int round = 0; round < ROUNDS; round++) {
				try (ServiceProcess service = ServiceProcess.start(data, coordinator.url())) {
					witness.ask(service.api());
					if (round > 0) {
						sync(service, witness);
					}
					hammer.strike(service, (round % 3 == 2) ? Moment.within(WORK_MILLIS, this.random)
							: Moment.withinOfAWrite(COMMIT_MILLIS, this.random, data, "config", "history", "keystore"));
				}
				witness.lookAtFiles();
				if (round % 3 != 2) {
					killWhileItStarts(data, coordinator);
					witness.lookAtFiles();
				}
			}
			try (ServiceProcess service = ServiceProcess.start(data, coordinator.url())) {
				witness.ask(service.api());
				sync(service, witness);
				assertThat(service.api().sync().get("outcome").asString()).isEqualTo("NO_CHANGE");
			}
		}
		assertThat(witness.known()).isEqualTo(this.fleet.agents() + this.fleet.tools());
	}

	private void sync(ServiceProcess service, Witness witness) {
		witness.heard(service.api().sync(), this.fleet.beat());
		witness.ask(service.api());
	}

	private void killWhileItStarts(Path data, Coordinator coordinator) throws IOException, InterruptedException {
		try (ServiceProcess service = ServiceProcess.launch(data, coordinator.url())) {
			Moment.within(START_MILLIS, this.random).await();
			service.kill();
		}
	}

}
