package dev.registrysync.operations;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A service that nobody has told where traces are to be sent.
 */
class UntracedServiceTest extends StartedServiceTestCase {

	@Autowired
	private ApplicationContext context;

	@Test
	void hasNothingThatMakesTraces() {
		assertThat(Stream.of(this.context.getBeanDefinitionNames())
			.map(this.context::getType)
			.filter((type) -> type != null)
			.map(Class::getName)).isNotEmpty()
			.noneMatch((type) -> type.startsWith("io.opentelemetry.") || type.startsWith("io.micrometer.tracing."));
	}

	@Test
	void passesNoTraceOnToTheCoordinator() {

		RunningService service = service();
		assertThat(service
			.send(service.request("/sync")
				.header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
				.POST(BodyPublishers.noBody()))
			.body()).contains("sync_id");
		assertThat(COORDINATOR.traceParents()).isEmpty();
	}

}
