package dev.registrysync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Records with JFR a cold run, a start, a validating run, the first change of an entry
 * after it, and 40,000 reads of an entry when their code is compiled, and writes where
 * their time went into {@code docs/profiles}.
 */
public final class Profile {

	private static final Path PROFILES = Commands.ROOT.resolve("docs/profiles");

	private static final List<Integer> SIZES = List.of(10_000);

	/**
	 * So that samples fall where the time is spent, and not at the next safepoint, and
	 * are whole.
	 */
	private static final String[] EXACT = { "-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints",
			"-XX:FlightRecorderOptions=stackdepth=256" };

	private static final int READS = 40_000;

	private final Mode mode;

	private final Trial trial;

	private Profile(Mode mode, Trial trial) {
		this.mode = mode;
		this.trial = trial;
	}

	/**
	 * Records: {@code Profile [ENTRIES]}.
	 */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		Mode mode = Mode.asked();
		int size = Sizes.of(Arrays.asList(arguments), SIZES).get(0);
		Path directory = Files.createTempDirectory("registry-sync-profile-");
		try (Trial trial = new Trial(directory, new Commands(mode.with(EXACT)), size)) {
			Profile profile = new Profile(mode, trial);
			trial.start();
			profile.record(Results.COLD, trial::cold);
			trial.stop();
			profile.recordStart();
			trial.start();
			profile.record(Results.VALIDATE, trial::validate);
			profile.record("change", () -> trial.change(1));
			profile.recordReads();
		}
		finally {
			Directories.delete(directory);
		}
	}

	private void recordStart() throws IOException, InterruptedException {
		Path file = this.trial.directory().resolve("start.jfr");
		String settings = "settings=profile,jdk.Compilation#threshold=0ms,filename=" + file;
		Mode recording = this.mode.with(EXACT).with("-XX:StartFlightRecording=" + settings);
		CpuTime cpu;
		try (ServerProcess service = ServerProcess.start(this.trial.directory(),
				new Commands(recording).service(this.trial.data(), this.trial.coordinatorUrl()))) {
			cpu = service.cpu();
		}
		write("start", cpu, Recording.read(file));
	}

	private void recordReads() throws IOException, InterruptedException {
		Callers callers = new Callers(this.trial.service().url(), this.trial.middle(), 200);
		callers.ask(2 * READS);
		record("get-one", () -> {
			CpuTime before = this.trial.service().cpu();
			callers.ask(READS);
			return this.trial.service().cpu().since(before);
		});
	}

	private void record(String name, Run run) throws IOException, InterruptedException {
		Path file = this.trial.directory().resolve(name + ".jfr");
		this.trial.service().jcmd("JFR.start", "name=run", "settings=profile", "jdk.Compilation#threshold=0ms");
		CpuTime cpu = run.run();
		this.trial.service().jcmd("JFR.stop", "name=run", "filename=" + file);
		write(name, cpu, Recording.read(file));
	}

	private void write(String name, CpuTime cpu, Recording recording) throws IOException {
		Files.createDirectories(PROFILES);
		String title = "%s, %,d entries, %s".formatted(name, this.trial.size(), this.mode.name());
		String base = name + "-" + this.mode.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
		Files.writeString(PROFILES.resolve(base + ".svg"), new FlameGraph(title, recording.stacks()).svg());
		Files.writeString(PROFILES.resolve(base + ".md"), new ProfilePage(title, base + ".svg", cpu, recording).text());
		System.out.println("docs/profiles/" + base + ".md");
	}

	/**
	 * What is recorded.
	 */
	@FunctionalInterface
	private interface Run {

		CpuTime run() throws IOException, InterruptedException;

	}

}
