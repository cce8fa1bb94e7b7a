package dev.registrysync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * From the start of the process until it is ready: without a registry, beside an
 * application that does nothing, and with one.
 */
final class StartCase {

	private static final String FLOOR = "an empty application, same starters";

	private final Trial trial;

	private final Results results;

	private double empty;

	StartCase(Trial trial, Results results) {
		this.trial = trial;
		this.results = results;
	}

	/**
	 * Without a registry; before {@link #full}.
	 */
	void empty() throws IOException, InterruptedException {
		Path data = this.trial.directory().resolve("no-data");
		Directories.delete(data);
		CpuTime ours = ready(this.trial.commands().extracted(data, this.trial.coordinatorUrl()));
		this.empty = ours.total();
		double floor = ready(this.trial.commands().empty()).total();
		this.results.add("start, empty", 0, ours, floor, FLOOR);
		this.results.add("start, empty, cached", 0, cached(data), floor, FLOOR);
	}

	private CpuTime cached(Path data) throws IOException, InterruptedException {
		Path cache = this.trial.directory().resolve("classes");
		Files.deleteIfExists(cache);
		ServerProcess.runToItsEnd(this.trial.directory(),
				this.trial.commands().training(cache, data, this.trial.coordinatorUrl()));
		return ready(this.trial.commands().cached(cache, data, this.trial.coordinatorUrl()));
	}

	/**
	 * With all entries and keys.
	 */
	void full() throws IOException, InterruptedException {
		CpuTime ours = ready(this.trial.commands().extracted(this.trial.data(), this.trial.coordinatorUrl()));
		this.results.add("start", this.trial.size(), ours, ready(this.trial.commands().empty()).total(), FLOOR);
		this.results.add("start, more than empty", this.trial.size(), ours.total() - this.empty,
				"CPU s that entries and keys add");
	}

	private CpuTime ready(List<String> command) throws IOException, InterruptedException {
		try (ServerProcess server = ServerProcess.start(this.trial.directory(), command)) {
			return server.cpu();
		}
	}

}
