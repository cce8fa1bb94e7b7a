package dev.registrysync.security;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/**
 * Refuses to start, before anything else does, where others could reach an open service
 * and nobody allowed that.
 */
final class BindGuard implements BeanFactoryPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(BindGuard.class);

	private final Environment environment;

	BindGuard(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Checks the configuration.
	 * @throws OpenToOthersException if it opens the service to others without saying so
	 */
	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		Exposure exposure = Exposure.of(this.environment);
		if (exposure.loopback()) {
			return;
		}
		SecurityProperties properties = SecurityProperties.from(this.environment);
		if (properties.asksForCredentials()) {
			return;
		}
		if (!properties.open()) {
			throw new OpenToOthersException(exposure);
		}
		logger.warn(
				"Open to whoever reaches {} ({}): no credentials are asked for, as registry-sync.security.open says",
				exposure.address(), exposure.property());
	}

}
