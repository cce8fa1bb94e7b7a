package dev.registrysync.packaged;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.github.dockerjava.api.DockerClient;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * The image that this project's Dockerfile makes of the packaged jar. It and what its
 * first stage leaves are removed when it is closed.
 */
final class ServiceImage implements AutoCloseable {

	private static final String JAR = "target/registry-sync.jar";

	private final String name = "registry-sync-it-" + UUID.randomUUID();

	private final List<String> built = new ArrayList<>();

	private ServiceImage() {
	}

	/**
	 * Builds it, with only the files that it needs.
	 */
	static ServiceImage build() {
		ServiceImage image = new ServiceImage();
		try {
			image.built.add(dockerfile(image.name + ":extract").withTarget("extract").get());
			image.built.add(dockerfile(image.name()).get());
			return image;
		}
		catch (RuntimeException ex) {
			image.close();
			throw ex;
		}
	}

	private static ImageFromDockerfile dockerfile(String name) {
		return new ImageFromDockerfile(name, false).withFileFromPath("Dockerfile", Path.of("Dockerfile"))
			.withFileFromPath(".dockerignore", Path.of(".dockerignore"))
			.withFileFromPath(JAR, ServiceProcess.jar());
	}

	String name() {
		return this.name + ":latest";
	}

	@Override
	public void close() {
		DockerClient docker = DockerClientFactory.instance().client();
		this.built.forEach((name) -> docker.removeImageCmd(name).withForce(true).exec());
	}

}
