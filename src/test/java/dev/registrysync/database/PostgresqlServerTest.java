package dev.registrysync.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PostgresqlServerTest {

	@TempDir
	private Path data;

	private ProblemException refused(String url) {
		MockEnvironment environment = new MockEnvironment().withProperty("spring.datasource.url", url)
			.withProperty("spring.datasource.username", "registry")
			.withProperty("spring.datasource.password", "open sesame");
		return assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> Database.open(environment, this.data.resolve("state"), this.data.resolve("keystore")))
			.actual();
	}

	@Test
	void refusesTheUrlOfAnotherDatabaseByTheNameOfItsSetting() {
		ProblemException failure = refused("jdbc:mysql://localhost/registry?password=hunter2");
		assertThat(failure.code()).isEqualTo(ProblemCode.DATABASE_UNSUPPORTED);
		assertThat(failure.detail()).contains("spring.datasource.url").doesNotContain("hunter2");
		assertThat(this.data).isEmptyDirectory();
	}

	@Test
	void namesAServerThatCannotBeReachedWithoutItsPassword() throws IOException {
		int port;
		try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = closed.getLocalPort();
		}
		ProblemException failure = refused("jdbc:postgresql://127.0.0.1:%d/registry?password=hunter2".formatted(port));
		assertThat(failure.code()).isEqualTo(ProblemCode.DATABASE_UNAVAILABLE);
		assertThat(failure.detail()).contains("postgresql://127.0.0.1:%d/registry".formatted(port))
			.doesNotContain("hunter2", "sesame");
	}

}
