package dev.registrysync.demo;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.BootstrapContextClosedEvent;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;

/**
 * Starts the sample coordinator in the profile {@code demo}, if no other coordinator is
 * configured, and stops it with the application. It has to run before the configuration
 * is bound, which then finds the sample's URL.
 */
class SampleCoordinatorStarter implements EnvironmentPostProcessor, Ordered {

	private static final String URL = "registry-sync.coordinators.default.url";

	private final ConfigurableBootstrapContext bootstrap;

	SampleCoordinatorStarter(ConfigurableBootstrapContext bootstrap) {
		this.bootstrap = bootstrap;
	}

	/**
	 * After the configuration files, which can name both the profile and the URL.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (!environment.acceptsProfiles(Profiles.of("demo"))
				|| Binder.get(environment).bind(URL, String.class).isBound()) {
			return;
		}
		SampleCoordinator sample = SampleCoordinator.start();
		environment.getPropertySources()
			.addLast(new MapPropertySource("sampleCoordinator", Map.of(URL, sample.url().toString())));
		this.bootstrap.addCloseListener((event) -> stopWithApplication(event, sample));
	}

	private static void stopWithApplication(BootstrapContextClosedEvent event, SampleCoordinator sample) {
		ConfigurableApplicationContext context = event.getApplicationContext();
		context.addApplicationListener((ContextClosedEvent closed) -> {
			if (closed.getApplicationContext() == context) {
				sample.close();
			}
		});
	}

}
