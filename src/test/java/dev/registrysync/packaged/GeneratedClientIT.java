package dev.registrysync.packaged;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A code generator makes a client of the description of the API; a program that uses it
 * compiles and does the main job.
 */
class GeneratedClientIT {

	private static final String OPTIONS = "openApiNullable=false,useJakartaEe=true,invokerPackage=client,apiPackage=client.api,modelPackage=client.model";

	@TempDir
	private Path temporary;

	@Test
	void aLinterFindsNothingAndAGeneratedClientCompilesAndSyncs() throws Exception {
		try (Coordinator coordinator = Coordinator.onLoopback().agents("{\"planner\": {\"status\": \"active\"}}");
				ServiceProcess service = ServiceProcess.start(this.temporary.resolve("data"), coordinator.url())) {
			Path description = Files.writeString(this.temporary.resolve("openapi.json"),
					service.api().get("/v3/api-docs").body());
			assertThat(lint(description)).contains("No validation issues detected.").doesNotContain("recommendation");
			generate(description);
			compile();
			assertThat(run("java", "-cp", classes() + ":" + System.getProperty("java.class.path"), "Caller",
					service.url().toString()))
				.contains("SUCCEEDED, 1 agents, held: null\n", "agents/planner\n", "404 {", "\"key_not_found\"");
		}
	}

	/**
	 * The generator's own linter: the document is valid OpenAPI, and has none of what is
	 * recommended against, such as models that nothing uses, schemas that say the same
	 * twice, and bodies of calls that take none.
	 */
	private String lint(Path description) throws Exception {
		return run("java", "-XX:TieredStopAtLevel=1", "-jar", System.getProperty("registry-sync.openapi-generator"),
				"validate", "--recommend", "-i", description.toString());
	}

	private void generate(Path description) throws Exception {
		run("java", "-XX:TieredStopAtLevel=1", "-jar", System.getProperty("registry-sync.openapi-generator"),
				"generate", "-i", description.toString(), "-g", "java", "--library", "native", "-o",
				this.temporary.resolve("client").toString(), "--additional-properties", OPTIONS, "--global-property",
				"apis,models,supportingFiles,apiDocs=false,modelDocs=false,apiTests=false,modelTests=false");
	}

	private void compile() throws Exception {
		String[] arguments = Stream.concat(
				Stream.of("-J-XX:TieredStopAtLevel=1", "-nowarn", "-proc:none", "-d", classes().toString(), "-cp",
						System.getProperty("java.class.path"), "src/test/resources/generated-client/Caller.java"),
				sources().stream())
			.toArray(String[]::new);
		run("javac", arguments);
	}

	private List<String> sources() throws IOException {
		try (Stream<Path> files = Files.walk(this.temporary.resolve("client/src/main/java"))) {
			return files.map(Path::toString).filter((file) -> file.endsWith(".java")).toList();
		}
	}

	private Path classes() {
		return this.temporary.resolve("classes");
	}

	/**
	 * Runs a tool of the JDK to its good end.
	 * @return what it says
	 */
	private static String run(String tool, String... arguments) throws IOException, InterruptedException {
		List<String> command = Stream.concat(Stream.of(ServiceProcess.tool(tool).toString()), Stream.of(arguments))
			.toList();
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		return output;
	}

}
