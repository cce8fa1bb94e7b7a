package dev.registrysync.packaged;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged jar through many runs, each of which finds something changed.
 */
class EnduranceIT {

	private static final long SEED = 20261128;

	private static final int RUNS = Integer.getInteger("registry-sync.endurance.runs", 90);

	/** Looked at so often. */
	private static final int LOOKS = 9;

	/** So many runs until all is loaded, compiled and cached. */
	private static final int WARM_UP = 15;

	private final Fleet fleet = new Fleet(new Random(SEED), 200, 20);

	@TempDir
	private Path directory;

	@Test
	void takesNoMoreMemoryFilesDatabaseOrSeriesTheLongerItRuns() throws IOException {
		Path data = this.directory.resolve("data");
		List<Footprint> footprints = new ArrayList<>();
		try (Coordinator coordinator = Coordinator.onLoopback();
				ServiceProcess service = ServiceProcess.start(data, coordinator.url(), "--registry-sync.grace.pulls=1",
						"--registry-sync.grace.duration=0s")) {
			Api api = service.api();
			run(api, coordinator, WARM_UP);
			Scrape.of(api);
			for (int look = 0; look < LOOKS; look++) {
				long before = DatabaseFile.state(data).used();
				run(api, coordinator, RUNS / LOOKS);
				footprints
					.add(Footprint.of(service.pid(), api, (DatabaseFile.state(data).used() - before) / (RUNS / LOOKS)));
			}
		}
		footprints.forEach(System.out::println);
		requireFlat(footprints, Footprint::heap, 1.15);
		requireFlat(footprints, Footprint::openFiles, 1.1);
		requireFlat(footprints, Footprint::bytesPerRevision, 1.3);
		requireFlat(footprints, Footprint::series, 1);
	}

	private void run(Api api, Coordinator coordinator, int runs) {
		for (int run = 0; run < runs; run++) {
			this.fleet.churn();
			this.fleet.showTo(coordinator);
			assertThat(api.sync().get("outcome").asString()).isEqualTo("SUCCEEDED");
		}
	}

	/**
	 * The mean of the last third of the looks is at most so many times that of the first.
	 */
	private static void requireFlat(List<Footprint> footprints, ToDoubleFunction<Footprint> value, double growth) {
		double early = footprints.subList(0, LOOKS / 3).stream().mapToDouble(value).average().orElseThrow();
		double late = footprints.subList(LOOKS - LOOKS / 3, LOOKS).stream().mapToDouble(value).average().orElseThrow();
		assertThat(late).as(footprints.toString()).isLessThanOrEqualTo(early * growth);
	}

}
