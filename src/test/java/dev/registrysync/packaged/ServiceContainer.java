package dev.registrysync.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.containers.wait.strategy.Wait;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The image as it is meant to be run: nothing to write to but its volume and /tmp, no
 * capabilities, little memory. It is started when the image's own health check says so.
 */
final class ServiceContainer extends GenericContainer<ServiceContainer> {

	/** The name by which a container reaches what runs on the machine itself. */
	static final String MACHINE = "host.docker.internal";

	private static final String SECRET = "/data/passphrase";

	private static final int PORT = 8080;

	private static final long MEGABYTE = 1 << 20;

	ServiceContainer(ServiceImage image, String volume) {
		super(image.name());
		withExposedPorts(PORT);
		withExtraHost(MACHINE, "host-gateway");
		withImagePullPolicy((name) -> false);
		withCreateContainerCmdModifier((command) -> confine(command, volume));
		waitingFor(Wait.forHealthcheck().withStartupTimeout(Duration.ofMinutes(3)));
	}

	private static void confine(CreateContainerCmd command, String volume) {
		HostConfig host = command.getHostConfig();
		assertThat(host).isNotNull();
		host.withReadonlyRootfs(true)
			.withTmpFs(Map.of("/tmp", ""))
			.withCapDrop(Capability.ALL)
			.withSecurityOpts(List.of("no-new-privileges:true"))
			.withMemory(512 * MEGABYTE)
			.withMemorySwap(512 * MEGABYTE)
			.withBinds(new Bind(volume, new Volume("/data")));
	}

	/**
	 * Opens the keystore with a passphrase from a file of root's on the volume, which the
	 * service may only read, as one of its group: so Kubernetes hands out secrets.
	 */
	ServiceContainer withSecretOfRoot() {
		withEnv("REGISTRY_SYNC_KEYSTORE_PASSPHRASE_FILE", SECRET);
		withCreateContainerCmdModifier((command) -> command.getHostConfig().withGroupAdd(List.of("0")));
		return this;
	}

	/**
	 * Puts that file onto the volume.
	 */
	static void putSecretOfRoot(DockerClient docker, ServiceImage image, String volume) {
		String id = docker.createContainerCmd(image.name())
			.withUser("0")
			.withEntrypoint("sh", "-c", "umask 0337 && echo a passphrase for tests > " + SECRET)
			.withHostConfig(HostConfig.newHostConfig().withBinds(new Bind(volume, new Volume("/data"))))
			.exec()
			.getId();
		docker.startContainerCmd(id).exec();
		int code = docker.waitContainerCmd(id)
			.exec(new WaitContainerResultCallback())
			.awaitStatusCode(1, TimeUnit.MINUTES);
		docker.removeContainerCmd(id).exec();
		assertThat(code).isZero();
	}

	Api api() {
		return new Api(URI.create("http://%s:%d".formatted(getHost(), getMappedPort(PORT))));
	}

	/**
	 * Starts it, and takes for granted that it ends by itself.
	 * @return the exit code
	 */
	int startAndAwaitEnd() {
		withStartupCheckStrategy(new Anything());
		waitingFor(new NoWait());
		start();
		return getDockerClient().waitContainerCmd(getContainerId())
			.exec(new WaitContainerResultCallback())
			.awaitStatusCode(3, TimeUnit.MINUTES);
	}

	/**
	 * What a file inside holds.
	 */
	String read(String file) {
		return run("cat", file);
	}

	/**
	 * What a command inside writes; it has to succeed.
	 */
	String run(String... command) {
		try {
			ExecResult result = execInContainer(command);
			assertThat(result.getExitCode()).as(result.getStderr()).isZero();
			return result.getStdout();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * SIGKILL.
	 */
	void kill() {
		getDockerClient().killContainerCmd(getContainerId()).exec();
	}

	InspectContainerResponse.ContainerState state() {
		return getCurrentContainerInfo().getState();
	}

	private static final class Anything extends StartupCheckStrategy {

		@Override
		public StartupStatus checkStartupState(DockerClient docker, String container) {
			return StartupStatus.SUCCESSFUL;
		}

	}

	private static final class NoWait extends AbstractWaitStrategy {

		@Override
		protected void waitUntilReady() {
			// Whoever started it waits
		}

	}

}
