package dev.registrysync.bench;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A recording as a page for people.
 */
final class ProfilePage {

	private static final String SUMMARY = """
			# Where the time goes: %s
			%s Written by `bench/run profile`; [the flame graph](%s) has the same samples.

			- CPU seconds of the process: **%.2f**, of them %.2f compiling, %.2f collecting garbage and %.2f for all else.
			- %s; %s.
			- JFR (`settings=profile`) took %,d samples of threads that executed Java, and %,d of threads in native methods that
			  were not waiting. It looks at one thread in native code at a time and at several that execute Java, so the two
			  counts do not compare.

			""";

	private static final double MIB = 1 << 20;

	private final String title;

	private final String graph;

	private final CpuTime cpu;

	private final Recording recording;

	/**
	 * @param graph the name of the file with the flame graph
	 * @param cpu of the run, which recording made a little longer
	 */
	ProfilePage(String title, String graph, CpuTime cpu, Recording recording) {
		this.title = title;
		this.graph = graph;
		this.cpu = cpu;
		this.recording = recording;
	}

	String text() throws IOException {
		Stacks stacks = this.recording.stacks();
		Stacks natives = this.recording.natives();
		return summary() + "## Our methods, with the libraries that they call\n"
				+ samples(stacks.innermost(), stacks.size(), 40) + "\n## Our methods, with all that they call\n"
				+ samples(stacks.inclusive(), stacks.size(), 60) + "\n## Methods themselves\n"
				+ samples(stacks.self(), stacks.size(), 25) + "\n## Native methods\n"
				+ samples(natives.self(), natives.size(), 15) + "\n## Allocated\n" + allocated();
	}

	private String summary() throws IOException {
		return String.format(Locale.ROOT, SUMMARY, this.title, Machine.line(), this.graph, this.cpu.total(),
				this.cpu.compiling(), this.cpu.collecting(),
				this.cpu.total() - this.cpu.compiling() - this.cpu.collecting(), this.recording.pauses(),
				this.recording.compilations(), this.recording.stacks().size(), this.recording.natives().size());
	}

	private static String samples(Map<String, Long> counts, int all, int most) {
		if (counts.isEmpty()) {
			return "None.\n";
		}
		return "| samples | share | method |\n|---|---|---|\n" + largest(counts, most, (method, count) -> {
			return String.format(Locale.ROOT, "| %,d | %.1f %% | `%s` |\n", count, 100.0 * count / all, method);
		});
	}

	private String allocated() {
		long all = this.recording.allocated().values().stream().mapToLong(Long::longValue).sum();
		return "| MB | share | class |\n|---|---|---|\n" + largest(this.recording.allocated(), 15, (type, bytes) -> {
			return String.format(Locale.ROOT, "| %,.0f | %.1f %% | `%s` |\n", bytes / MIB, 100.0 * bytes / all, type);
		});
	}

	private static String largest(Map<String, Long> counts, int most, Row row) {
		return counts.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Long>comparingByValue().reversed())
			.limit(most)
			.map((entry) -> row.of(entry.getKey(), entry.getValue()))
			.collect(Collectors.joining());
	}

	/**
	 * A line of a table.
	 */
	@FunctionalInterface
	private interface Row {

		String of(String name, long count);

	}

}
