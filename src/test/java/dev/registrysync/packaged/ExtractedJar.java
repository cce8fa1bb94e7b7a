package dev.registrysync.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged jar laid out as in the image, with an archive of the classes that a start
 * loads: it starts in half the time. Made once in each process that runs tests.
 */
final class ExtractedJar {

	private static final Path DIRECTORY = ServiceProcess.jar()
		.resolveSibling("extracted-for-tests-" + ProcessHandle.current().pid());

	private static final Path JAR = DIRECTORY.resolve("registry-sync.jar");

	private static final Path ARCHIVE = DIRECTORY.resolve("registry-sync.jsa");

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(DIRECTORY.toFile())));
		extract();
		makeArchive();
	}

	private ExtractedJar() {
	}

	private static void extract() {
		run(List.of("-Djarmode=tools", "-jar", ServiceProcess.jar().toString(), "extract", "--destination",
				DIRECTORY.toString()));
	}

	private static void makeArchive() {
		List<String> options = new ArrayList<>(ServiceProcess.JVM_OPTIONS);
		options.addAll(List.of("-XX:ArchiveClassesAtExit=" + ARCHIVE, "-Dspring.context.exit=onRefresh", "-jar",
				JAR.toString(), ServiceProcess.ANY_PORT, "--registry-sync.data-dir=" + DIRECTORY.resolve("data")));
		run(options);
	}

	private static void run(List<String> arguments) {
		List<String> command = new ArrayList<>(List.of(ServiceProcess.tool("java").toString()));
		command.addAll(arguments);
		try {
			Path output = Files.createTempFile("registry-sync-", ".out");
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			int exitCode = process.waitFor();
			assertThat(exitCode).as(() -> read(output)).isZero();
			Files.delete(output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static String read(Path output) {
		try {
			return Files.readString(output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What follows the JVM's options in a command.
	 */
	static List<String> command() {
		return Files.exists(ARCHIVE) ? List.of("-XX:SharedArchiveFile=" + ARCHIVE, "-jar", JAR.toString())
				: List.of("-jar", JAR.toString());
	}

}
