package dev.registrysync.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import dev.registrysync.volume.Command;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a service takes at one moment.
 *
 * @param heap bytes in use after a garbage collection
 * @param openFiles sockets included; 0 where the operating system does not tell
 * @param bytesPerRevision by which the database grew since the look before
 * @param series in a scrape of the metrics
 */
record Footprint(long heap, long openFiles, long bytesPerRevision, int series) {

	static Footprint of(long pid, Api api, long bytesPerRevision) throws IOException {
		assertThat(Command.succeeds(ServiceProcess.tool("jcmd"), pid, "GC.run")).isTrue();
		Scrape scrape = Scrape.of(api);
		long heap = (long) scrape.sum("jvm_memory_used_bytes", "area=\"heap\"");
		return new Footprint(heap, openFiles(pid), bytesPerRevision, scrape.series().size());
	}

	private static long openFiles(long pid) throws IOException {
		Path directory = Path.of("/proc/%d/fd".formatted(pid));
		if (!Files.isDirectory(directory)) {
			return 0;
		}
		try (Stream<Path> files = Files.list(directory)) {
			return files.count();
		}
	}

}
