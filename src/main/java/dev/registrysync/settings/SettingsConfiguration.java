package dev.registrysync.settings;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Checks the settings before any bean is made, so that a refused start leaves nothing
 * behind.
 */
@Configuration(proxyBeanMethods = false)
class SettingsConfiguration {

	@Bean
	static SettingsCheck settingsCheck(ConfigurableEnvironment environment) {
		return new SettingsCheck(environment);
	}

	/**
	 * Checks the settings before other checks read them.
	 */
	record SettingsCheck(ConfigurableEnvironment environment) implements BeanFactoryPostProcessor, PriorityOrdered {

		@Override
		public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
			UnknownSettings.refuse(this.environment);
		}

		@Override
		public int getOrder() {
			return LOWEST_PRECEDENCE;
		}

	}

}
