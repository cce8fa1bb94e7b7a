package dev.registrysync;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import org.springdoc.core.customizers.OperationCustomizer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Names the API in its description.
 */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

	private static final String TOKEN = "token";

	private static final Map<String, String> PATH = Map.of("kind", "Which registry.", "id",
			"The entry's id, percent-encoded.");

	@Bean
	OpenAPI openApi(ObjectProvider<BuildProperties> build) {
		String version = build.stream().map(BuildProperties::getVersion).findFirst().orElse("development");
		return new OpenAPI()
			.info(new Info().title("Registry Sync")
				.version(version)
				.description(
						"""
								Keeps a signed, persistent registry of the agents and tools that a coordinator holds in memory. \
								Every failure is an RFC 9457 problem with a code, whether to retry, and a remedy.""")
				.license(new License().name("Apache-2.0").identifier("Apache-2.0")))
			.components(new Components().addSecuritySchemes(TOKEN, new SecurityScheme().type(SecurityScheme.Type.HTTP)
				.scheme("bearer")
				.description("""
						What `registry-sync token` printed, or a JWT of the configured issuer. On loopback nothing is \
						asked for until there are tokens or an issuer.""")))
			.addSecurityItem(new SecurityRequirement().addList(TOKEN))
			.addSecurityItem(new SecurityRequirement())
			.addServersItem(new Server().url("/").description("Where this description comes from"));
	}

	/**
	 * Says of each call's path what stands in it.
	 */
	@Bean
	OperationCustomizer pathDescriptions() {
		return (operation, method) -> {
			Optional.ofNullable(operation.getParameters())
				.orElseGet(List::of)
				.stream()
				.filter((parameter) -> PATH.containsKey(parameter.getName()) && parameter.getDescription() == null)
				.forEach((parameter) -> parameter.description(PATH.get(parameter.getName())));
			return operation;
		};
	}

}
