package dev.registrysync.packaged;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import com.github.dockerjava.api.DockerClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.junit.jupiter.Testcontainers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The image that the Dockerfile makes, run as confined as it can be.
 */
@Testcontainers(disabledWithoutDocker = true)
class ImageContainerIT {

	private static final String CONFIG = "/data/config/official_%s_registry.json";

	private static ServiceImage image;

	private final DockerClient docker = DockerClientFactory.instance().client();

	private final String volume = "registry-sync-it-" + UUID.randomUUID();

	@BeforeAll
	static void buildImage() {
		image = ServiceImage.build();
	}

	@AfterAll
	static void removeImage() {
		if (image != null) {
			image.close();
		}
	}

	@BeforeEach
	void createVolume() {
		this.docker.createVolumeCmd().withName(this.volume).exec();
	}

	@AfterEach
	void removeVolume() {
		this.docker.removeVolumeCmd(this.volume).exec();
	}

	private ServiceContainer container(Coordinator coordinator) {
		return new ServiceContainer(image, this.volume)
			.withEnv("REGISTRY_SYNC_COORDINATORS_DEFAULT_URL", coordinator.url(ServiceContainer.MACHINE).toString())
			.withEnv("REGISTRY_SYNC_SECURITY_OPEN", "true")
			// A cache of classes that does not fit ends the start
			.withEnv("JAVA_TOOL_OPTIONS", "-XX:AOTMode=on");
	}

	/**
	 * In one go, as each container costs the time of a copy of the image.
	 */
	@Test
	void doesTheMainJobAsNobodyIsKilledInTheMiddleOfARunAndAnotherGoesOnAndStopsWhenItIsToldTo() {
		ServiceContainer.putSecretOfRoot(this.docker, image, this.volume);
		try (Coordinator coordinator = Coordinator.onEveryAddress().agents(Samples.agents()).tools(Samples.tools())) {
			Identities before;
			String files;
			try (ServiceContainer first = container(coordinator).withSecretOfRoot()) {
				first.start();
				requireConfined(first);
				Api api = first.api();
				JsonNode health = Api.ok(api.get("/actuator/health"));
				assertThat(health.get("status").asString()).isEqualTo("UP");
				assertThat(health.at("/components/keystore/details/opened_by").asString()).isEqualTo("passphrase");
				JsonNode report = api.sync();
				assertThat(report.get("outcome").asString()).isEqualTo("SUCCEEDED");
				assertThat(report.get("keys_updated").asInt()).isEqualTo(Samples.AGENTS + Samples.TOOLS);
				before = api.identities().requireAllValid();
				files = requireFiles(first, before);
				killInTheMiddleOfARun(first, coordinator);
			}
			try (ServiceContainer second = container(coordinator).withSecretOfRoot()) {
				second.start();
				assertThat(second.api().sync().get("outcome").asString()).isEqualTo("NO_CHANGE");
				Identities after = second.api().identities().requireAllValid();
				assertThat(after.answer()).isEqualTo(before.answer());
				assertThat(requireFiles(second, after)).isEqualTo(files);
				this.docker.stopContainerCmd(second.getContainerId()).withTimeout(60).exec();
				assertThat(second.state().getExitCodeLong()).isIn(0L, 143L);
				assertThat(second.getLogs()).contains("Graceful shutdown complete");
			}
		}
	}

	private static void killInTheMiddleOfARun(ServiceContainer container, Coordinator coordinator) {
		Coordinator.Hold hold = coordinator.hold();
		Api api = container.api();
		CompletableFuture<?> sync = CompletableFuture.runAsync(() -> api.post("/sync", ""));
		hold.awaitQuestion();
		container.kill();
		assertThatThrownBy(sync::get).isInstanceOf(ExecutionException.class);
		hold.release();
	}

	private static void requireConfined(ServiceContainer container) {
		assertThat(container.read("/proc/1/cmdline")).startsWith("java\0");
		assertThat(container.read("/proc/1/status")).containsPattern("Uid:\\s+10001\\s+10001\\s+10001\\s+10001\n")
			.containsPattern("Gid:\\s+10001\\s+10001\\s+10001\\s+10001\n")
			.containsPattern("CapEff:\\s+0+\n")
			.containsPattern("CapBnd:\\s+0+\n")
			.containsPattern("NoNewPrivs:\\s+1\n");
		assertThat(container.run("sh", "-c", "touch /app/x /home/x 2>/dev/null || echo refused")).contains("refused");
		assertThat(container.isHealthy()).isTrue();
	}

	private static String requireFiles(ServiceContainer container, Identities identities) {
		StringBuilder files = new StringBuilder();
		for (String kind : RegistryFiles.KINDS) {
			String file = container.read(CONFIG.formatted(kind));
			files.append(file);
			JsonMapper.shared()
				.readTree(file)
				.get("registered_" + kind)
				.forEachEntry((id, entry) -> assertThat(entry.get("identity").get("public_key").asString())
					.isEqualTo(identities.addresses().get(kind + "/" + id)));
		}
		assertThat(container.run("sh", "-c", "ls /data/config").split("\n"))
			.containsExactly("official_agents_registry.json", "official_tools_registry.json");
		assertThat(container.run("stat", "-c", "%a %u", "/data/keystore", "/data/keystore/keys.db").split("\n"))
			.containsExactly("700 10001", "600 10001");
		return files.toString();
	}

	@Test
	void refusesToListenBeyondItsOwnLoopbackUnlessThatIsAllowedByHand() {
		try (Coordinator coordinator = Coordinator.onEveryAddress();
				ServiceContainer container = container(coordinator)) {
			container.withEnv("REGISTRY_SYNC_SECURITY_OPEN", "false");
			assertThat(container.startAndAwaitEnd()).isPositive();
			assertThat(container.getLogs()).contains("APPLICATION FAILED TO START",
					"would listen on 0.0.0.0 (server.address), where others can reach it");
		}
	}

}
