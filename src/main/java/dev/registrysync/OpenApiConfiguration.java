package dev.registrysync;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Names the API in its description.
 */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

	@Bean
	OpenAPI openApi(ObjectProvider<BuildProperties> build) {
		String version = build.stream().map(BuildProperties::getVersion).findFirst().orElse("development");
		return new OpenAPI().info(new Info().title("Registry Sync")
			.version(version)
			.description("""
					Keeps a signed, persistent registry of the agents and tools that a coordinator holds in memory. \
					Every failure is an RFC 9457 problem with a code, whether to retry, and a remedy.""")
			.license(new License().name("Apache-2.0").identifier("Apache-2.0")));
	}

}
