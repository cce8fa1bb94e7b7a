package dev.registrysync.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How many edits of single entries 16 callers get done in a second. Each is durable when
 * it is answered; the file may lag.
 */
final class EditsCase implements Goals.Case {

	private static final int FEW = 200;

	private static final int ROUNDS = 3;

	private final Path directory;

	private final Commands commands;

	private final int size;

	EditsCase(Path directory, Commands commands, int size) {
		this.directory = directory;
		this.commands = commands;
		this.size = size;
	}

	@Override
	public void run(Results results) throws IOException, InterruptedException {
		measure(results, Goal.PATCH_NO_LAG, this.size);
		measure(results, Goal.PATCH_FEW_NO_LAG, FEW);
		measure(results, Goal.PATCH, this.size, "--registry-sync.files.max-lag=1s");
		measure(results, Goal.PATCH_FEW, FEW, "--registry-sync.files.max-lag=1s");
	}

	private void measure(Results results, Goal goal, int entries, String... arguments)
			throws IOException, InterruptedException {
		try (Trial trial = new Trial(this.directory, this.commands, entries, arguments)) {
			trial.add(entries);
			Callers callers = editors(trial);
			callers.rate(Duration.ofSeconds(10));
			for (int round = 0; round < ROUNDS; round++) {
				results.add(goal, callers.rate(Duration.ofSeconds(5)));
			}
		}
	}

	/**
	 * Callers who change entries in turn.
	 */
	static Callers editors(Trial trial) {
		return new Callers(16, trial.service().url(),
				(number) -> KeptConnection.request("PATCH", trial.path(number * 7),
						"{\"labels\": {\"bench\": \"%d\"}}".formatted(number), "Content-Type",
						"application/merge-patch+json"));
	}

}
