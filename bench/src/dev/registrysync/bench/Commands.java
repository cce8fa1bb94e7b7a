package dev.registrysync.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands behind {@code java} to start the programs that are measured.
 */
final class Commands {

	/** The repository, in which the benchmark runs. */
	static final Path ROOT = Path.of("").toAbsolutePath();

	private static final Path JAR = ROOT.resolve("target/registry-sync.jar");

	private static final Path EXTRACTED = ROOT.resolve("bench/target/app");

	private static final int NO_LIMIT = 1_000_000;

	private final Mode mode;

	Commands(Mode mode) {
		this.mode = mode;
	}

	/**
	 * The packaged jar.
	 * @param data its directory
	 * @param coordinator its URL
	 */
	List<String> service(Path data, String coordinator) {
		return service(JAR, data, coordinator);
	}

	/**
	 * The jar as it stands in the image, extracted.
	 */
	List<String> extracted(Path data, String coordinator) {
		return service(EXTRACTED.resolve("registry-sync.jar"), data, coordinator);
	}

	private List<String> service(Path jar, Path data, String coordinator) {
		List<String> command = new ArrayList<>(this.mode.options());
		command.addAll(List.of("-jar", jar.toString(), "--registry-sync.data-dir=" + data,
				"--registry-sync.crypto.library=" + this.mode.library(),
				"--registry-sync.coordinators.default.url=" + coordinator,
				"--registry-sync.coordinators.default.max-body=1GB",
				"--registry-sync.coordinators.default.read-timeout=10m", "--registry-sync.sync.deadline=30m",
				"--registry-sync.security.limits.requests-per-second=" + NO_LIMIT,
				"--registry-sync.security.limits.burst=" + NO_LIMIT));
		return command;
	}

	/**
	 * The same with a cache of loaded classes.
	 * @param cache what {@link #training} made
	 */
	List<String> cached(Path cache, Path data, String coordinator) {
		List<String> command = new ArrayList<>();
		command.add((this.mode.hasAotCache() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + cache);
		command.addAll(extracted(data, coordinator));
		return command;
	}

	/**
	 * A start that ends when it would be ready, and leaves the cache.
	 */
	List<String> training(Path cache, Path data, String coordinator) {
		List<String> command = new ArrayList<>();
		command.add((this.mode.hasAotCache() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + cache);
		command.add("-Dspring.context.exit=onRefresh");
		command.addAll(extracted(data, coordinator));
		return command;
	}

	/**
	 * An application with the same starters that does nothing.
	 */
	List<String> empty() {
		List<String> command = new ArrayList<>(this.mode.options());
		command.addAll(List.of("-cp", EXTRACTED.resolve("lib") + "/*:" + ROOT.resolve("bench/target/classes"),
				EmptyApplication.class.getName()));
		return command;
	}

}
