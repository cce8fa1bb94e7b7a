package dev.registrysync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code docs/performance.md}, in which each mode has a section of its own.
 */
final class PerformanceDocument {

	private static final Path FILE = Commands.ROOT.resolve("docs/performance.md");

	private PerformanceDocument() {
	}

	/**
	 * Writes a section anew, or at the end. Rows that the tables do not have stay, unless
	 * another machine or JVM measured them.
	 */
	static void write(String title, List<MarkdownTable> tables) throws IOException {
		String document = Files.readString(FILE);
		String heading = "\n## " + title + "\n";
		int from = document.indexOf(heading);
		from = (from < 0) ? document.length() : from;
		int next = document.indexOf("\n## ", Math.min(from + heading.length(), document.length()));
		int to = (next < 0) ? document.length() : next;
		String old = document.substring(from, to);
		String machine = Machine.line();
		String older = old.contains(machine) ? old : "";
		String section = tables.stream()
			.map((table) -> table.over(older).text())
			.filter((text) -> !text.isEmpty())
			.collect(Collectors.joining("\n", heading + machine + "\n\n", ""));
		System.out.println(section);
		Files.writeString(FILE, document.substring(0, from) + section + document.substring(to));
	}

}
