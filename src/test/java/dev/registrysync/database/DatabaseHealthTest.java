package dev.registrysync.database;

import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseHealthTest {

	@TempDir
	private Path data;

	@ParameterizedTest
	@EnumSource
	void isUpWhileTheDatabaseAnswersAndDownWhenItDoesNot(TestEngine engine) {
		try (Databases databases = Databases.create(engine, this.data)) {
			DatabaseHealthIndicator indicator = new DatabaseHealthIndicator(databases.database());
			Health up = indicator.health();
			assertThat(up.getStatus()).isEqualTo(Status.UP);
			assertThat(up.getDetails().get("engine")).asString().isEqualToIgnoringCase(engine.name());
			databases.database().close();
			Health down = indicator.health();
			assertThat(down.getStatus()).isEqualTo(Status.DOWN);
			assertThat(down.getDetails()).containsEntry("code", "database_unavailable");
		}
	}

}
