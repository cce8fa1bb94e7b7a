package dev.registrysync.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a service takes at one moment.
 *
 * @param heap in use after a garbage collection, MB
 * @param resident memory of the process, MB
 * @param openFiles sockets included
 * @param threads of the process
 * @param series of ours in a scrape
 * @param allSeries in a scrape
 */
record Footprint(double heap, double resident, int openFiles, int threads, long series, long allSeries) {

	/** So much more heap is within what runs leave behind, MB. */
	private static final double MORE_HEAP = 16;

	/** The JVM takes room for the heap that it was given as it needs it, MB. */
	private static final double MORE_RESIDENT = 64;

	private static final int MORE_FILES = 20;

	/**
	 * Looks, having had garbage collected.
	 */
	static Footprint of(ServerProcess service) throws IOException, InterruptedException {
		service.collectGarbage();
		List<String> scrape = new String(service.get("/actuator/prometheus").body(), StandardCharsets.UTF_8).lines()
			.filter((line) -> !line.startsWith("#"))
			.toList();
		double heap = scrape.stream()
			.filter((line) -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.sum();
		return new Footprint(heap / (1 << 20), service.usage().memory(), service.usage().openFiles(),
				service.usage().threads(), scrape.stream().filter((line) -> line.startsWith("registry_sync")).count(),
				scrape.size());
	}

	/**
	 * Fails if there is more at the end than half-way, when all code has been compiled.
	 */
	static void requireFlat(List<Footprint> looks) {
		Footprint first = looks.get(looks.size() / 2);
		Footprint last = looks.get(looks.size() - 1);
		if (last.heap > first.heap + MORE_HEAP || last.resident > first.resident + MORE_RESIDENT
				|| last.openFiles > first.openFiles + MORE_FILES || last.series != first.series) {
			throw new IllegalStateException("it grows: half-way " + first + ", and at the end " + last);
		}
	}

	static String table(List<Footprint> looks) {
		return "| look | heap after GC, MB | resident, MB | open files | threads | series of ours | all series |\n"
				+ "|---|---|---|---|---|---|---|\n" + looks.stream().map((look) -> {
					return String.format(Locale.ROOT, "| %d | %.1f | %.0f | %d | %d | %d | %d |%n",
							looks.indexOf(look) + 1, look.heap, look.resident, look.openFiles, look.threads,
							look.series, look.allSeries);
				}).collect(Collectors.joining());
	}

}
