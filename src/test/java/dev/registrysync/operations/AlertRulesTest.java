package dev.registrysync.operations;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Has Prometheus's own tool check the alert rules and run their tests, where it is
 * installed.
 */
class AlertRulesTest {

	@Test
	void promtoolAcceptsTheRulesAndTheirTestsPass() throws Exception {
		promtool("check", "config", "prometheus.yaml");
		promtool("test", "rules", "alerts.test.yaml");
	}

	private static void promtool(String... arguments) throws IOException, InterruptedException {
		Optional<Path> tool = tool();
		assumeTrue(tool.isPresent(), "promtool is not on the path");
		List<String> command = Stream.concat(Stream.of(tool.get().toString()), Stream.of(arguments)).toList();
		Process process = new ProcessBuilder(command).directory(new File("deploy/prometheus"))
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
	}

	private static Optional<Path> tool() {
		return Stream.of(System.getenv("PATH").split(File.pathSeparator))
			.map((directory) -> Path.of(directory, "promtool"))
			.filter(Files::isExecutable)
			.findFirst();
	}

}
