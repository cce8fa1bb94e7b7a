package dev.registrysync.security;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@TestPropertySource(properties = "management.server.port=0")
class SlowBodiesOfTheManagementPortTest extends SecuredServiceTestCase {

	@LocalManagementPort
	private int managementPort;

	@Test
	void aConnectionWhoseBodyDripsIsClosedWithTheAnswer() throws Exception {
		ScheduledExecutorService drips = Executors.newSingleThreadScheduledExecutor();
		try (RawClient connection = new RawClient(this.managementPort)) {
			connection.send("POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000\r\n\r\n");
			drips.scheduleAtFixedRate(connection::drip, 0, 50, TimeUnit.MILLISECONDS);
			assertThat(connection.answer()).startsWith("HTTP/1.1 401").contains("Connection: close");
		}
		finally {
			drips.shutdownNow();
		}
	}

}
