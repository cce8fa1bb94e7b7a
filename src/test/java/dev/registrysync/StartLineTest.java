package dev.registrysync;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class StartLineTest {

	@Test
	void showsTheDataDirectoryAsAnAbsolutePathTheAddressAndTheCoordinators(@TempDir Path data, CapturedOutput output) {
		Path relative = Path.of("").toAbsolutePath().relativize(data.toAbsolutePath());
		try (ConfigurableApplicationContext context = SpringApplication.run(RegistrySyncApplication.class,
				"--server.port=0", "--registry-sync.data-dir=" + relative, "--logging.level.dev.registrysync=info",
				"--registry-sync.coordinators.lab.url=http://lab.example:8000")) {
			assertThat(output)
				.contains("Data directory %s, address 127.0.0.1:%s, coordinators: lab http://lab.example:8000"
					.formatted(data.toAbsolutePath(), context.getEnvironment().getProperty("local.server.port")));
		}
	}

}
