package dev.registrysync.packaged;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.registrysync.volume.Command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The packaged jar as a process of the JDK that runs the test, laid out as
 * {@link ExtractedJar} unless a method says otherwise. It never outlives the test.
 */
final class ServiceProcess implements AutoCloseable {

	private static final Duration POLL = Duration.ofMillis(25);

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	/** The argument that lets the system choose a port. */
	static final String ANY_PORT = "--server.port=0";

	/** Shortens the start: it is waited for often. */
	static final List<String> JVM_OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m");

	/** What would configure the service behind the test's back. */
	private static final Pattern CONFIGURATION = Pattern
		.compile("(?i)(registry_?sync|spring|server|logging|management|java_tool|jdk_java)_.*");

	private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(Process::destroyForcibly)));
	}

	private final Process process;

	private final Path output;

	private ServiceProcess(Process process, Path output) {
		this.process = process;
		this.output = output;
		ALIVE.add(process);
	}

	/**
	 * Starts the process and waits until it is ready to serve.
	 */
	static ServiceProcess start(Path data, URI coordinator, String... arguments) {
		return ready(launch(data, coordinator, arguments));
	}

	/**
	 * The same under a umask.
	 */
	static ServiceProcess startUnder(String umask, Path data, URI coordinator) {
		List<String> shell = List.of("sh", "-c", "umask %s && exec \"$@\"".formatted(umask), "sh");
		return ready(launchJava(parent(data), shell, ExtractedJar.command(), settings(data, coordinator)));
	}

	/**
	 * The same without a capability of the superuser; the test is skipped where
	 * {@code setpriv} cannot take it away.
	 * @param capability its name in lower case, without {@code cap_}
	 */
	static ServiceProcess startWithout(String capability, Path data, URI coordinator) {
		List<String> shell = List.of("setpriv", "--bounding-set=-" + capability, "--inh-caps=-" + capability);
		assumeTrue(Command.succeeds(Stream.concat(shell.stream(), Stream.of("true")).toArray()),
				"setpriv is missing, or this user may not drop capabilities");
		return ready(launchJava(parent(data), shell, ExtractedJar.command(), settings(data, coordinator)));
	}

	/**
	 * The same with the jar itself, as it was packaged: slower.
	 */
	static ServiceProcess startJar(Path data, URI coordinator, String... arguments) {
		return ready(launchJar(parent(data), settings(data, coordinator, arguments)));
	}

	/**
	 * The same with the extracted jar, where temporary files cannot be written.
	 */
	static ServiceProcess startWithoutTemporaryFiles(Path data, URI coordinator) {
		List<String> program = new ArrayList<>(List.of("-Djava.io.tmpdir=" + data.resolveSibling("not-there")));
		program.addAll(ExtractedJar.command());
		return ready(launchJava(parent(data), program, settings(data, coordinator)));
	}

	private static ServiceProcess ready(ServiceProcess service) {
		try {
			service.awaitReady();
			return service;
		}
		catch (Throwable ex) {
			service.close();
			throw ex;
		}
	}

	/**
	 * Starts the process and waits until it has ended by itself with a failure, told to
	 * an operator and not to a programmer.
	 * @return what it says
	 */
	static String refuse(Path data, URI coordinator, String... arguments) {
		return refused(launch(data, coordinator, arguments));
	}

	/**
	 * The same with an environment variable.
	 * @param variable its name and value with {@code =} between them
	 */
	static String refuseVariable(String variable, Path data, URI coordinator) {
		return refused(launchJava(parent(data), List.of("env", variable), ExtractedJar.command(),
				settings(data, coordinator)));
	}

	private static String refused(ServiceProcess launched) {
		try (ServiceProcess service = launched) {
			assertThat(service.exitCode()).as(service::output).isPositive();
			assertThat(service.output()).contains("APPLICATION FAILED TO START", "Description:", "Action:")
				.doesNotContain("\tat ");
			return service.output();
		}
	}

	/**
	 * Starts the process and does not wait.
	 */
	static ServiceProcess launch(Path data, URI coordinator, String... arguments) {
		return launchExtracted(parent(data), settings(data, coordinator, arguments));
	}

	/**
	 * Starts an offline command in a directory and does not wait.
	 */
	static ServiceProcess launchCommand(Path directory, Object... arguments) {
		return launchExtracted(directory, Stream.of(arguments).map(String::valueOf).toList());
	}

	/**
	 * Starts the jar itself, as it was packaged, in a directory with nothing but these
	 * arguments.
	 */
	static ServiceProcess launchJar(Path directory, List<String> arguments) {
		return launchJava(directory, List.of("-jar", jar().toString()), arguments);
	}

	private static ServiceProcess launchExtracted(Path directory, List<String> arguments) {
		return launchJava(directory, ExtractedJar.command(), arguments);
	}

	private static Path parent(Path data) {
		return data.toAbsolutePath().getParent();
	}

	private static List<String> settings(Path data, URI coordinator, String... arguments) {
		List<String> all = new ArrayList<>(List.of(ANY_PORT, "--registry-sync.data-dir=" + data,
				"--registry-sync.coordinators.default.url=" + coordinator));
		all.addAll(List.of(arguments));
		return all;
	}

	private static ServiceProcess launchJava(Path directory, List<String> program, List<String> arguments) {
		return launchJava(directory, List.of(), program, arguments);
	}

	private static ServiceProcess launchJava(Path directory, List<String> shell, List<String> program,
			List<String> arguments) {
		List<String> command = new ArrayList<>(shell);
		command.add(tool("java").toString());
		Stream.of(JVM_OPTIONS, program, arguments).forEach(command::addAll);
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
		builder.environment().keySet().removeIf((name) -> CONFIGURATION.matcher(name).matches());
		try {
			File output = File.createTempFile("registry-sync-", ".out");
			return new ServiceProcess(builder.redirectOutput(output).start(), output.toPath());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Path jar() {
		String jar = System.getProperty("registry-sync.jar");
		if (jar == null || !Files.isRegularFile(Path.of(jar))) {
			throw new IllegalStateException("no packaged jar at registry-sync.jar=" + jar + ": run ./mvnw verify");
		}
		return Path.of(jar);
	}

	/**
	 * A program of the JDK that runs the test.
	 */
	static Path tool(String name) {
		return Path.of(System.getProperty("java.home"), "bin", name);
	}

	void awaitReady() {
		Api api = api();
		awaitThat("is ready", () -> api.get("/actuator/health/readiness").statusCode() == 200);
	}

	/**
	 * Waits for a line of the output that holds the text.
	 */
	void awaitOutput(String text) {
		awaitThat("says " + text, () -> output().contains(text));
	}

	private void awaitThat(String what, Supplier<Boolean> condition) {
		await(what).forever().pollInterval(POLL).pollDelay(Duration.ZERO).until(() -> {
			boolean alive = this.process.isAlive();
			if (condition.get()) {
				return true;
			}
			if (!alive) {
				throw new AssertionError(
						"The process ended with %d before it %s:%n%s".formatted(exitCode(), what, output()));
			}
			return false;
		});
	}

	/**
	 * Waits for the port, and calls it.
	 */
	Api api() {
		return new Api(url());
	}

	URI url() {
		awaitThat("listens", () -> PORT.matcher(output()).find());
		Matcher port = PORT.matcher(output());
		port.find();
		return URI.create("http://127.0.0.1:" + port.group(1));
	}

	long pid() {
		return this.process.pid();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * All that it has written, to both streams.
	 */
	String output() {
		try {
			return new String(Files.readAllBytes(this.output), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * SIGTERM, and returns at once.
	 */
	void terminate() {
		this.process.destroy();
	}

	/**
	 * SIGTERM, and waits for the end.
	 * @return the exit code
	 */
	int stop() {
		terminate();
		return exitCode();
	}

	/**
	 * SIGKILL, and waits for the end.
	 */
	void kill() {
		this.process.destroyForcibly();
		exitCode();
	}

	/**
	 * Waits for the end.
	 */
	int exitCode() {
		try {
			this.process.waitFor();
			ALIVE.remove(this.process);
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The process does not end:%n%s".formatted(output()), ex);
		}
	}

	@Override
	public void close() {
		kill();
		try {
			Files.deleteIfExists(this.output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
