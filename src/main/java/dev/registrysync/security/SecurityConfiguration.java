package dev.registrysync.security;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Guards the ports; there are none in a subcommand.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
@EnableConfigurationProperties(SecurityProperties.class)
class SecurityConfiguration {

	@Bean
	static BindGuard bindGuard(Environment environment) {
		return new BindGuard(environment);
	}

	@Bean
	SecurityHealthIndicator securityHealthIndicator(Environment environment, SecurityProperties properties) {
		return new SecurityHealthIndicator(Exposure.of(environment), properties.asksForCredentials());
	}

}
