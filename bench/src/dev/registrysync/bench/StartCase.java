package dev.registrysync.bench;

import java.io.IOException;
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
		this.results.add("start, empty", 0, ours, ready(this.trial.commands().empty()).total(), FLOOR);
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
