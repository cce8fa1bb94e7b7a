package dev.registrysync.operations;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.registrysync.packaged.Coordinator;
import dev.registrysync.volume.Command;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The whole service, and registry files that are more than a name and bytes.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class RegistryFilesOnDiskTest {

	private static final Coordinator COORDINATOR = Coordinator.onLoopback();

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static int descriptions;

	@TempDir
	private static Path data;

	@TempDir
	private Path elsewhere;

	@LocalServerPort
	private int port;

	private Path file;

	private byte[] committed;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("registry-sync.data-dir", data::toString);
		registry.add("registry-sync.coordinators.default.url", COORDINATOR::url);
	}

	@AfterAll
	static void stop() {
		COORDINATOR.close();
	}

	@BeforeEach
	void commit() throws IOException {
		this.file = data.resolve("config/official_agents_registry.json");
		COORDINATOR.tools("{\"t\": {\"version\": \"1.0.0\"}}");
		assertThat(syncAChange().get("outcome").asString()).isEqualTo("SUCCEEDED");
		this.committed = Files.readAllBytes(this.file);
	}

	@AfterEach
	void putTheCommittedFileBack() throws IOException {
		if (Files.isSymbolicLink(this.file) || !Files.isRegularFile(this.file)) {
			Files.deleteIfExists(this.file);
			Files.write(this.file, this.committed);
		}
	}

	private JsonNode syncAChange() {
		COORDINATOR.agents("{\"a\": {\"agent_type\": \"x\", \"description\": \"%d\"}}".formatted(descriptions++));
		return sync();
	}

	private JsonNode sync() {
		return JSON.readTree(service().post("/sync", "{}").body());
	}

	private RunningService service() {
		return new RunningService(this.port);
	}

	private JsonNode health() {
		return JSON.readTree(service().get("/actuator/health").body()).get("components").get("registry");
	}

	private static List<Path> files(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.sorted().toList();
		}
	}

	@Test
	void aReplacedFileKeepsItsModeOwnerAndGroup() throws IOException {
		boolean root = Files.getAttribute(data, "unix:uid").equals(0);
		Set<PosixFilePermission> mode = PosixFilePermissions.fromString("rw-rw----");
		Files.setPosixFilePermissions(this.file, mode);
		if (root) {
			Files.setAttribute(this.file, "unix:uid", 4242);
			Files.setAttribute(this.file, "unix:gid", 4343);
		}
		assertThat(syncAChange().get("outcome").asString()).isEqualTo("SUCCEEDED");
		assertThat(this.file).content().isNotEqualTo(new String(this.committed, StandardCharsets.UTF_8));
		assertThat(Files.getPosixFilePermissions(this.file)).isEqualTo(mode);
		if (root) {
			assertThat(Files.getAttribute(this.file, "unix:uid")).isEqualTo(4242);
			assertThat(Files.getAttribute(this.file, "unix:gid")).isEqualTo(4343);
		}
	}

	@Test
	void aSymbolicLinkStaysAndItsTargetIsReplaced() throws IOException {
		Path target = this.elsewhere.resolve("agents.json");
		Path relative = this.file.getParent().relativize(this.elsewhere.resolve("latest"));
		Files.move(this.file, target);
		Files.createSymbolicLink(this.elsewhere.resolve("latest"), target.getFileName());
		Files.createSymbolicLink(this.file, relative);
		List<Path> configured = files(this.file.getParent());
		assertThat(syncAChange().get("outcome").asString()).isEqualTo("SUCCEEDED");
		assertThat(Files.readSymbolicLink(this.file)).isEqualTo(relative);
		assertThat(Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)).isTrue();
		assertThat(target).content()
			.isNotEqualTo(new String(this.committed, StandardCharsets.UTF_8))
			.isEqualTo(Files.readString(this.file))
			.contains("\"description\": \"%d\"".formatted(descriptions - 1));
		assertThat(files(this.file.getParent())).isEqualTo(configured);
		assertThat(files(this.elsewhere)).containsExactly(target, this.elsewhere.resolve("latest"));
		assertThat(sync().get("outcome").asString()).isEqualTo("NO_CHANGE");
	}

	@Test
	void aDanglingSymbolicLinkIsNotAnAbsentFile() throws IOException {
		Path target = this.elsewhere.resolve("agents.json");
		Files.delete(this.file);
		Files.createSymbolicLink(this.file, target);
		JsonNode problem = syncAChange();
		assertThat(problem.get("code").asString()).isEqualTo("registry_unreadable");
		assertThat(problem.get("detail").asString()).contains(this.file.toString(), "symbolic link to " + target,
				"does not exist");
		assertThat(health().get("status").asString()).isEqualTo("DOWN");
		assertThat(Files.readSymbolicLink(this.file)).isEqualTo(target);
		assertThat(target).doesNotExist();
		Files.write(target, this.committed);
		assertThat(sync().get("outcome").asString()).isEqualTo("SUCCEEDED");
	}

	@ParameterizedTest
	@EnumSource
	void onlyARegularFileIsOpened(Other other) throws IOException {
		Files.delete(this.file);
		assumeTrue(other.make(this.file), "this user can make one");
		for (String path : List.of("/registry/agents", "/registry/agents/a", "/identities")) {
			JsonNode problem = JSON.readTree(service().get(path).body());
			assertThat(problem.get("code").asString()).as(path).isEqualTo("registry_unreadable");
			assertThat(problem.get("detail").asString()).contains(this.file.toString(), "not a regular file");
		}
		assertThat(service().get("/registry/tools").statusCode()).isEqualTo(200);
		assertThat(syncAChange().get("code").asString()).isEqualTo("registry_unreadable");
		assertThat(health().get("details").get("agents").asString()).isEqualTo("registry_unreadable");
		assertThat(Files.isRegularFile(this.file)).as("replaced").isFalse();
	}

	/**
	 * All that is neither registry file nor lock is for the service's user alone.
	 */
	@Test
	void otherUsersCanReadTheRegistryFilesAndNothingElse() throws IOException {
		service().post("/continuous/suspend", "{\"reason\": \"a test\"}");
		service().post("/continuous/resume", "");
		try (Stream<Path> paths = Files.list(data)) {
			assertThat(paths.filter((path) -> !path.endsWith("config") && !path.endsWith(".lock"))).isNotEmpty()
				.allSatisfy((path) -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
					.as(path.toString())
					.isEqualTo("rwx------"));
		}
	}

	/**
	 * Something that is not a regular file.
	 */
	enum Other {

		PIPE {

			@Override
			boolean make(Path path) {
				return Command.succeeds("mkfifo", path);
			}

		},

		DEVICE {

			@Override
			boolean make(Path path) throws IOException {
				Files.createSymbolicLink(path, Path.of("/dev/zero"));
				return true;
			}

		},

		DIRECTORY {

			@Override
			boolean make(Path path) throws IOException {
				Files.createDirectory(path);
				return true;
			}

		};

		abstract boolean make(Path path) throws IOException;

	}

}
