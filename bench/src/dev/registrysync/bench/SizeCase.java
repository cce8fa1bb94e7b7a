package dev.registrysync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How large the databases are after 100 runs in which one in a hundred entries changed.
 */
final class SizeCase implements Goals.Case {

	private static final int RUNS = 100;

	private static final double MB = 1e6;

	private final Path directory;

	private final Commands commands;

	private final int size;

	SizeCase(Path directory, Commands commands, int size) {
		this.directory = directory;
		this.commands = commands;
		this.size = size;
	}

	@Override
	public void run(Results results) throws IOException, InterruptedException {
		try (Trial trial = new Trial(this.directory, this.commands, this.size)) {
			trial.add(this.size);
			trial.change(Math.max(1, this.size / 100), RUNS);
			trial.stop();
			results.add(Goal.SIZE_LATER, trial.databaseSize() / MB, Files.size(trial.file()) / MB);
		}
	}

}
