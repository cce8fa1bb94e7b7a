package dev.registrysync.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;

import dev.registrysync.volume.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The mode and group of files that the packaged jar makes.
 */
class NewFilesIT {

	@TempDir
	private Path directory;

	@Test
	void registryFilesFollowTheUmaskAndTheGroupOfTheirDirectory() throws IOException {
		Path data = this.directory.resolve("data");
		Path config = Files.createDirectories(data.resolve("config"));
		boolean root = Files.getAttribute(data, "unix:uid").equals(0);
		int group = root ? 4343 : (int) Files.getAttribute(data, "unix:gid");
		Files.setAttribute(config, "unix:gid", group);
		assertThat(Command.succeeds("chmod", "2775", config)).isTrue();
		try (Coordinator coordinator = Coordinator.onLoopback();
				ServiceProcess service = ServiceProcess.startUnder("007", data, coordinator.url())) {
			new Fleet(new Random(20261130), 2, 2).showTo(coordinator);
			for (int commit = 0; commit < 2; commit++) {
				service.api().sync();
				for (String kind : RegistryFiles.KINDS) {
					Path file = new RegistryFiles(data).file(kind);
					assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
						.isEqualTo("rw-rw----");
					assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(group);
				}
			}
		}
	}

}
