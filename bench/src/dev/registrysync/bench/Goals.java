package dev.registrysync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the packaged jar as a process, with a coordinator on loopback, beside what the
 * same work takes at the least. It is CPU time that counts, as the machine may have other
 * work; each result is checked.
 */
public final class Goals {

	private final Map<String, Case> cases = new LinkedHashMap<>();

	private final Results results = new Results();

	private Goals(Path directory, int size, int rounds) throws IOException, InterruptedException {
		Commands commands = Commands.asked().cached(directory);
		this.cases.put("runs", new RunsCase(directory, commands, size, rounds));
		this.cases.put("edits", new EditsCase(directory, commands, size / 10));
		this.cases.put("reads", new ReadsCase(directory, commands, size / 10));
		this.cases.put("size", new SizeCase(directory, commands, size / 10));
		this.cases.put("peers", new PeersCase(directory, size));
		this.cases.put("heap", new HeapCase(directory, commands, size));
	}

	/**
	 * Measures: {@code Goals [ENTRIES [ROUNDS]]}. The system property {@code bench.cases}
	 * names those that are wanted, with commas between them.
	 */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		int size = (arguments.length > 0) ? Integer.parseInt(arguments[0].replace(",", "")) : 100_000;
		int rounds = (arguments.length > 1) ? Integer.parseInt(arguments[1]) : 3;
		Path directory = Files.createTempDirectory("registry-sync-bench-");
		boolean failed;
		try {
			failed = new Goals(directory, size, rounds).run(System.getProperty("bench.cases", ""));
		}
		finally {
			Directories.delete(directory);
		}
		System.exit(failed ? 1 : 0);
	}

	/**
	 * Runs the cases in turn. One that fails does not keep the others from being
	 * measured.
	 */
	private boolean run(String wanted) throws InterruptedException {
		long start = System.nanoTime();
		boolean failed = false;
		for (String name : wanted.isEmpty() ? List.copyOf(this.cases.keySet()) : List.of(wanted.split(","))) {
			System.out.println(name);
			try {
				this.cases.get(name).run(this.results);
			}
			catch (IOException | IllegalStateException ex) {
				System.out.println("  FAILED: " + ex);
				failed = true;
			}
		}
		System.out.printf("%n%s%nAll of it took %d s.%n", this.results.table(),
				Duration.ofNanos(System.nanoTime() - start).toSeconds());
		return failed;
	}

	/**
	 * Some goals that are measured together.
	 */
	@FunctionalInterface
	interface Case {

		void run(Results results) throws IOException, InterruptedException;

	}

}
