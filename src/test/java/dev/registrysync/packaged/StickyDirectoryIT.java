package dev.registrysync.packaged;

import java.nio.file.Path;

import dev.registrysync.volume.Immovable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged jar while a registry file is another user's and its directory is sticky.
 */
class StickyDirectoryIT {

	@TempDir
	private Path directory;

	@Test
	void commitsAndSaysWhoseTheFileIsThatItCannotWrite() {
		Path data = this.directory.resolve("data");
		RegistryFiles files = new RegistryFiles(data);
		try (Coordinator coordinator = Coordinator.onLoopback();
				ServiceProcess service = ServiceProcess.startWithout("fowner", data, coordinator.url())) {
			Api api = service.api();
			coordinator.agents("{\"a\": {\"name\": \"a\"}}").tools("{\"t\": {\"name\": \"t\"}}");
			long revision = api.sync().get("revision").asLong();
			coordinator.agents("{\"a\": {\"name\": \"b\"}}").tools("{\"t\": {\"name\": \"u\"}}");
			Immovable file = Immovable.ofAnotherUserInAStickyDirectory(files.file("tools"));
			try (file) {
				for (int again = 0; again < 2; again++) {
					JsonNode report = api.sync();
					assertThat(report.get("outcome").asString()).isEqualTo("PARTIAL");
					assertThat(report.get("errors")).hasSize(1);
					assertThat(report.get("errors").get(0).asString()).contains("another user owns it", "EPERM");
					assertThat(report.get("revision").asLong()).isEqualTo(revision + 1);
				}
			}
			JsonNode report = api.sync();
			assertThat(report.get("outcome").asString()).isEqualTo("NO_CHANGE");
			assertThat(report.get("revision").asLong()).isEqualTo(revision + 1);
		}
	}

}
