package dev.registrysync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Runs of all kinds, and starts.
 */
final class RunsCase implements Goals.Case {

	private static final int STARTS = 2;

	private static final double MB = 1e6;

	private final Path directory;

	private final Commands commands;

	private final int size;

	private final int rounds;

	RunsCase(Path directory, Commands commands, int size, int rounds) {
		this.directory = directory;
		this.commands = commands;
		this.size = size;
		this.rounds = rounds;
	}

	@Override
	public void run(Results results) throws IOException, InterruptedException {
		Floors floors = new Floors(this.directory);
		for (int round = 0; round < this.rounds; round++) {
			Floors.Raw raw = floors.crypto(this.size);
			fresh(results, floors, raw);
			warm(results, raw);
		}
	}

	private void fresh(Results results, Floors floors, Floors.Raw raw) throws IOException, InterruptedException {
		try (Trial trial = new Trial(this.directory, this.commands, this.size)) {
			results.add(Goal.FIRST_SYNC, trial.add(this.size).total(), raw.signing());
			trial.stop();
			results.add(Goal.SIZE, trial.databaseSize() / MB, Files.size(trial.file()) / MB);
			for (int i = 0; i < STARTS; i++) {
				trial.restart();
				results.add(Goal.START, afterStart(trial), startEmpty());
			}
			trial.restart();
			results.add(Goal.VALIDATE, trial.validate().total(), raw.recoveries());
			trial.change(1, 6);
			results.add(Goal.CHANGE, trial.change(1, 10).total(), floors.change(trial.answer(), trial.file()));
			trial.unchanged(10);
			results.add(Goal.UNCHANGED, trial.unchanged(20).total(), floors.hash(trial.answer(), trial.file()));
		}
	}

	private double startEmpty() throws IOException, InterruptedException {
		try (Trial trial = new Trial(this.directory, this.commands, 1)) {
			return afterStart(trial);
		}
	}

	/**
	 * Including the first second after it is ready, so that nothing is only put off.
	 */
	private static double afterStart(Trial trial) throws IOException, InterruptedException {
		TimeUnit.SECONDS.sleep(1);
		return trial.service().cpu().total();
	}

	private void warm(Results results, Floors.Raw raw) throws IOException, InterruptedException {
		try (Trial trial = new Trial(this.directory, this.commands, this.size / 2)) {
			trial.add(this.size / 2);
			trial.validate();
			results.add(Goal.FIRST_SYNC_WARM, trial.add(this.size / 2 + this.size).total(), raw.signing());
			results.add(Goal.VALIDATE_WARM, trial.validate().total(), raw.recoveries());
		}
	}

}
