package dev.registrysync.problem;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.method.HandlerMethod;

import static org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE;

/**
 * Adds to the description of the API how each call {@link Fails}: per status a sentence,
 * and per code the problem as it is answered.
 */
@Component
class FailureDescriptions implements OperationCustomizer, OpenApiCustomizer {

	private static final String SCHEMA = "Problem";

	private static final TypeReference<LinkedHashMap<String, Object>> MEMBERS = new TypeReference<>() {
	};

	private final JsonMapper mapper;

	FailureDescriptions(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public void customise(OpenAPI api) {
		api.getComponents()
			.addSchemas(SCHEMA,
					new ObjectSchema().description("A failure (RFC 9457). Some have more members.")
						.addProperty("type", new StringSchema().format("uri"))
						.addProperty("title", new StringSchema())
						.addProperty("status", new IntegerSchema())
						.addProperty("detail", new StringSchema().description("What was wrong, and where."))
						.addProperty("instance", new StringSchema().format("uri-reference"))
						.addProperty("code", new StringSchema().description("Never changes its meaning."))
						.addProperty("retryable",
								new BooleanSchema().description("Whether the same call may succeed later by itself."))
						.addProperty("remedy", new StringSchema().description("What to do.")));
	}

	@Override
	public Operation customize(Operation operation, HandlerMethod method) {
		String path = path(method);
		for (Fails fails : AnnotatedElementUtils.findMergedRepeatableAnnotations(method.getMethod(), Fails.class)) {
			operation.getResponses()
				.merge(String.valueOf(fails.value()[0].status()), response(fails, path), FailureDescriptions::both);
		}
		return operation;
	}

	/**
	 * The path of the call for some entry or source.
	 */
	private static String path(HandlerMethod method) {
		RequestMapping mapping = Objects
			.requireNonNull(AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), RequestMapping.class));
		return mapping.path()[0].replace("{kind}", "agents").replace("{id}", "planner").replace("{name}", "lab");
	}

	private ApiResponse response(Fails fails, String path) {
		ProblemCode first = fails.value()[0];
		MediaType body = new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + SCHEMA));
		for (ProblemCode code : fails.value()) {
			if (code.status() != first.status()) {
				throw new IllegalStateException("%s and %s have not one status".formatted(first, code));
			}
			Map<String, Object> data = (code == first) ? this.mapper.readValue(fails.example(), MEMBERS) : Map.of();
			body.addExamples(code.text(), new Example().summary(code.title())
				.value(ProblemDetails.members(code, code.title() + ".", path, data)));
		}
		return new ApiResponse().description(fails.when().isEmpty() ? first.title() : fails.when())
			.content(new Content().addMediaType(APPLICATION_PROBLEM_JSON_VALUE, body));
	}

	/**
	 * Two reasons for one status.
	 */
	private static ApiResponse both(ApiResponse first, ApiResponse second) {
		body(second).getExamples().forEach(body(first)::addExamples);
		return first.description(first.getDescription() + ". " + second.getDescription());
	}

	private static MediaType body(ApiResponse response) {
		return Objects.requireNonNull(response.getContent().get(APPLICATION_PROBLEM_JSON_VALUE));
	}

}
