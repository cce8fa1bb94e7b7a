package dev.registrysync;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import org.springdoc.core.customizers.OpenApiCustomizer;
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

	private static final String SCHEMAS = "#/components/schemas/";

	private static final String TOKEN = "token";

	private static final List<String> TAGS = List.of("Sync", "Registry", "Identities", "Keys", "Sources", "Events",
			"History", "Backup");

	private static final List<String> MAIN_CALLS = List.of("/sync", "/keys");

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
	 * Puts the tags in the order of a first visit, and the calls in that of their paths,
	 * the two main ones first. Swagger UI shows them so.
	 */
	@Bean
	OpenApiCustomizer order() {
		return (api) -> {
			api.getTags().sort(Comparator.comparing((tag) -> TAGS.indexOf(tag.getName())));
			Paths sorted = new Paths();
			api.getPaths()
				.keySet()
				.stream()
				.sorted(Comparator.<String>comparingInt(OpenApiConfiguration::rank)
					.thenComparing(Comparator.naturalOrder()))
				.forEach((path) -> sorted.put(path, api.getPaths().get(path)));
			api.setPaths(sorted);
		};
	}

	private static int rank(String path) {
		return MAIN_CALLS.contains(path) ? MAIN_CALLS.indexOf(path) : MAIN_CALLS.size();
	}

	/**
	 * Says of a body with required members that it is required itself. The controllers
	 * take none as an empty one, so that the problem names what is missing.
	 */
	@Bean
	OpenApiCustomizer requiredBodies() {
		return (api) -> api.getPaths()
			.values()
			.stream()
			.flatMap((path) -> path.readOperations().stream())
			.flatMap((operation) -> Optional.ofNullable(operation.getRequestBody()).stream())
			.filter((body) -> body.getContent().values().stream().anyMatch((content) -> requires(api, content)))
			.forEach((body) -> body.setRequired(true));
	}

	private static boolean requires(OpenAPI api, MediaType content) {
		return Optional.ofNullable(content.getSchema().get$ref())
			.map((reference) -> api.getComponents().getSchemas().get(reference.substring(SCHEMAS.length())))
			.filter((schema) -> schema.getRequired() != null)
			.isPresent();
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
