package dev.registrysync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The command lines, after {@code java}, of the programs that are measured.
 */
final class Commands {

	/** The repository, in which the benchmark runs. */
	static final Path ROOT = Path.of("").toAbsolutePath();

	private static final Path EXTRACTED = ROOT.resolve("bench/target/app");

	private static final int NO_LIMIT = 1_000_000;

	private final List<String> options;

	private Commands(List<String> options) {
		this.options = List.copyOf(options);
	}

	/**
	 * With the options that the system property {@code bench.options} has.
	 */
	static Commands asked() {
		return new Commands(Stream.of(System.getProperty("bench.options", "").split(" "))
			.filter((option) -> !option.isEmpty())
			.toList());
	}

	/**
	 * The same with more options for the JVM.
	 */
	Commands with(String... more) {
		return new Commands(Stream.concat(this.options.stream(), Stream.of(more)).toList());
	}

	/**
	 * The same with a cache of loaded classes, made as for the image: by a start that
	 * ends when it would be ready. Before Java 25 there is none.
	 */
	Commands cached(Path directory) throws IOException, InterruptedException {
		if (Runtime.version().feature() < 25) {
			return this;
		}
		Path cache = directory.resolve("registry-sync.aot");
		if (!Files.exists(cache)) {
			ServerProcess.runToItsEnd(directory,
					with("-XX:AOTCacheOutput=" + cache, "-Dspring.context.exit=onRefresh")
						.service(directory.resolve("training"), "http://127.0.0.1:1"));
		}
		return with("-XX:AOTCache=" + cache);
	}

	/**
	 * The jar as it is in the image: extracted.
	 * @param data its directory
	 * @param coordinator its URL
	 */
	List<String> service(Path data, String coordinator, String... arguments) {
		List<String> command = new ArrayList<>(this.options);
		command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-jar",
				EXTRACTED.resolve("registry-sync.jar").toString(), "--registry-sync.data-dir=" + data,
				"--registry-sync.coordinators.default.url=" + coordinator,
				"--registry-sync.coordinators.default.max-body=1GB",
				"--registry-sync.coordinators.default.read-timeout=10m", "--registry-sync.sync.deadline=30m",
				"--registry-sync.security.limits.requests-per-second=" + NO_LIMIT,
				"--registry-sync.security.limits.burst=" + NO_LIMIT));
		command.addAll(List.of(arguments));
		return command;
	}

	/**
	 * An application with the same starters that does nothing.
	 */
	List<String> empty() {
		return program("-cp", EXTRACTED.resolve("lib") + "/*:" + ROOT.resolve("bench/target/classes"),
				EmptyApplication.class.getName());
	}

	/**
	 * Another program, with the same options.
	 */
	List<String> program(String... arguments) {
		return with(arguments).options;
	}

}
