package dev.registrysync.sync;

import java.net.http.HttpResponse;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Backups of a running service.
 */
class BackupApiTest {

	@TempDir
	private Path temporary;

	@Test
	void refusesToMakeOneIfThereIsNoDirectoryForIt() {
		try (WholeService service = WholeService.start(this.temporary.resolve("data"))) {
			HttpResponse<String> response = service.send(service.posting("/backup", ""));
			assertThat(response.statusCode()).isEqualTo(409);
			JsonNode problem = WholeService.JSON.readTree(response.body());
			assertThat(problem.get("code").asString()).isEqualTo("backup_not_configured");
			assertThat(problem.get("remedy").asString()).contains("registry-sync.backup.directory");
			service.restart("registry-sync.backup.directory=" + this.temporary.resolve("backup"));
			assertThat(Path.of(service.post("/backup", "").get("directory").asString())).isDirectory();
		}
	}

}
