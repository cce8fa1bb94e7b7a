package dev.registrysync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Records with JFR where the CPU time of each kind of run goes, and of edits and reads,
 * when the code is compiled and before.
 */
public final class Profile {

	/**
	 * So that samples fall where the time is spent, and not at the next safepoint, and
	 * are whole.
	 */
	private static final String[] EXACT = { "-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints",
			"-XX:FlightRecorderOptions=stackdepth=256" };

	/** The share from which on a method is only on the way to the others. */
	private static final double EVERYWHERE = 0.8;

	private static final int FEW = 200;

	private final Path directory;

	private final Commands commands;

	private final int size;

	private Profile(Path directory, Commands commands, int size) {
		this.directory = directory;
		this.commands = commands;
		this.size = size;
	}

	/**
	 * Records: {@code Profile [ENTRIES]}.
	 */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		int size = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : 10_000;
		Path directory = Files.createTempDirectory("registry-sync-profile-");
		try {
			new Profile(directory, Commands.asked().cached(directory).with(EXACT), size).run();
		}
		finally {
			Directories.delete(directory);
		}
	}

	private void run() throws IOException, InterruptedException {
		try (Trial trial = new Trial(this.directory, this.commands, FEW)) {
			trial.add(FEW);
			Callers editors = EditsCase.editors(trial);
			editors.rate(Duration.ofSeconds(15));
			record(trial, "PATCH of single entries, 16 callers", () -> calls(trial, editors));
		}
		try (Trial trial = new Trial(this.directory, this.commands, this.size)) {
			record(trial, "first sync, fresh JVM", () -> trial.add(this.size));
			trial.restart();
			record(trial, "validate, fresh JVM", trial::validate);
			trial.change(1, 15);
			record(trial, "change of 1, 20 runs", () -> trial.change(1, 20));
			trial.unchanged(30);
			record(trial, "nothing changed, 40 runs", () -> trial.unchanged(40));
			Callers editors = EditsCase.editors(trial);
			editors.rate(Duration.ofSeconds(10));
			record(trial, "PATCH of single entries, 16 callers", () -> calls(trial, editors));
			Callers readers = ReadsCase.readers(trial);
			readers.rate(Duration.ofSeconds(8));
			record(trial, "GET one entry, 8 callers", () -> calls(trial, readers));
		}
		try (Trial trial = new Trial(this.directory, this.commands, this.size)) {
			trial.add(this.size);
			trial.validate();
			record(trial, "first sync of as many again, warm JVM", () -> trial.add(2 * this.size));
			record(trial, "validate as many again, warm JVM", trial::validate);
		}
	}

	private static CpuTime calls(Trial trial, Callers callers) throws IOException, InterruptedException {
		Duration time = Duration.ofSeconds(10);
		CpuTime before = trial.service().cpu();
		double rate = callers.rate(time);
		CpuTime took = trial.service().cpu().since(before);
		System.out.printf(Locale.ROOT, "%n%.1f calls a second, each %.1f CPU ms%n", rate,
				took.total() * 1_000 / (rate * time.toSeconds()));
		return took;
	}

	private void record(Trial trial, String name, Run run) throws IOException, InterruptedException {
		Path file = this.directory.resolve("recording.jfr");
		trial.service()
			.jcmd("JFR.start", "name=run", "settings=profile", "jdk.ExecutionSample#enabled=false",
					"jdk.NativeMethodSample#enabled=false", "jdk.CPUTimeSample#enabled=true",
					"jdk.CPUTimeSample#throttle=5ms");
		CpuTime cpu = run.run();
		trial.service().jcmd("JFR.stop", "name=run", "filename=" + file);
		Recording recording = Recording.read(file);
		Stacks stacks = recording.stacks();
		System.out.printf(Locale.ROOT, """

				## %s, %,d entries
				CPU s: **%.2f**, of it compiling %.2f, collecting garbage %.2f. %s.
				%,d samples of Java threads, native code included.

				""", name, trial.size(), cpu.total(), cpu.compiling(), cpu.collecting(), recording.pauses(), stacks.size());
		print("our methods, with all that they call", stacks.inclusive(), stacks.size(), 60);
		print("our methods, with the libraries that they call", stacks.innermost(), stacks.size(), 25);
		print("methods themselves", stacks.self(), stacks.size(), 15);
		print("allocated bytes", recording.allocated(),
				recording.allocated().values().stream().mapToLong(Long::longValue).sum(), 8);
	}

	private static void print(String title, Map<String, Long> counts, long all, int most) {
		System.out.printf("| share | %s |%n|---|---|%n", title);
		List<Map.Entry<String, Long>> sorted = counts.entrySet()
			.stream()
			.filter((entry) -> !entry.getKey().contains("lambda$") && entry.getValue() < EVERYWHERE * all)
			.sorted(Map.Entry.<String, Long>comparingByValue().reversed())
			.limit(most)
			.toList();
		for (Map.Entry<String, Long> entry : sorted) {
			System.out.printf(Locale.ROOT, "| %.1f %% | `%s` |%n", 100.0 * entry.getValue() / all,
					entry.getKey().replace("dev.registrysync.", ""));
		}
		System.out.println();
	}

	/**
	 * What is recorded.
	 */
	@FunctionalInterface
	private interface Run {

		CpuTime run() throws IOException, InterruptedException;

	}

}
