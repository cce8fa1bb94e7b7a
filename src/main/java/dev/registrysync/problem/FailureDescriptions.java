package dev.registrysync.problem;

import java.lang.reflect.AnnotatedElement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.jspecify.annotations.Nullable;
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
 * and per code the problem as it is answered. Failures that every call of a method has
 * are added here, and need no annotation.
 */
@Component
class FailureDescriptions implements OperationCustomizer, OpenApiCustomizer {

	private static final String SCHEMA = "Problem";

	private static final TypeReference<LinkedHashMap<String, Object>> MEMBERS = new TypeReference<>() {
	};

	/** What remedies are filled with where the example of a problem does not say it. */
	private static final Map<String, String> EXAMPLE = Map.of("kind", "agents", "id", "planner", "source", "lab",
			"sync_id", "0b8f6b0e-3a52-4c3e-9a4e-5f3b1c2d4e5f");

	private final JsonMapper mapper;

	FailureDescriptions(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public void customise(OpenAPI api) {
		api.getComponents().addSchemas(SCHEMA, schema());
		Stream.of(FailsAlways.class, FailsWithBody.class, FailsWithKey.class)
			.flatMap(FailureDescriptions::failures)
			.forEach((fails) -> api.getComponents().addResponses(fails.value()[0].text(), response(fails, "/sync")));
		api.getPaths()
			.forEach((path, calls) -> calls.readOperationsMap()
				.forEach((method, operation) -> complete(method, operation, path)));
	}

	private static Schema<?> schema() {
		Schema<?> schema = new ObjectSchema().description("A failure (RFC 9457). Some have more members.")
			.addProperty("type", new StringSchema().format("uri"))
			.addProperty("title", new StringSchema())
			.addProperty("status", new IntegerSchema())
			.addProperty("detail", new StringSchema().description("What was wrong, and where."))
			.addProperty("instance", new StringSchema().format("uri-reference"))
			.addProperty("code", new StringSchema().description("Never changes its meaning."))
			.addProperty("retryable",
					new BooleanSchema().description("Whether the same call may succeed later by itself."))
			.addProperty("remedy", new StringSchema().description("What to do."));
		schema.setRequired(List.copyOf(schema.getProperties().keySet()));
		schema.setAdditionalProperties(true);
		return schema;
	}

	/**
	 * Adds the failures that depend on the method alone, and sorts all responses.
	 */
	private void complete(HttpMethod method, Operation operation, String path) {
		add(FailsAlways.class, operation, path);
		if (method == HttpMethod.POST || method == HttpMethod.PATCH) {
			add(FailsWithBody.class, operation, path);
		}
		if (method == HttpMethod.POST) {
			add(FailsWithKey.class, operation, path);
		}
		ApiResponses sorted = new ApiResponses();
		sorted.putAll(new TreeMap<>(operation.getResponses()));
		operation.setResponses(sorted);
	}

	private void add(Class<?> failures, Operation operation, String path) {
		failures(failures).forEach((fails) -> {
			String name = fails.value()[0].text();
			String status = String.valueOf(fails.value()[0].status());
			@Nullable ApiResponse own = operation.getResponses().get(status);
			if (own == null) {
				operation.getResponses()
					.addApiResponse(status, new ApiResponse().$ref("#/components/responses/" + name));
			}
			else if (!body(own).getExamples().containsKey(name)) {
				both(own, response(fails, concrete(path)));
			}
		});
	}

	@Override
	public Operation customize(Operation operation, HandlerMethod method) {
		String path = path(method);
		failures(method.getMethod()).forEach((fails) -> operation.getResponses()
			.merge(String.valueOf(fails.value()[0].status()), response(fails, path), FailureDescriptions::both));
		return operation;
	}

	private static Stream<Fails> failures(AnnotatedElement of) {
		return AnnotatedElementUtils.findMergedRepeatableAnnotations(of, Fails.class).stream();
	}

	/**
	 * The path of the call for some entry or source.
	 */
	private static String path(HandlerMethod method) {
		RequestMapping mapping = Objects
			.requireNonNull(AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), RequestMapping.class));
		return concrete(mapping.path()[0]);
	}

	private static String concrete(String path) {
		return path.replace("{kind}", "agents").replace("{id}", "planner").replace("{name}", "lab");
	}

	private ApiResponse response(Fails fails, String path) {
		ProblemCode first = fails.value()[0];
		MediaType body = new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + SCHEMA));
		for (ProblemCode code : fails.value()) {
			if (code.status() != first.status()) {
				throw new IllegalStateException("%s and %s have not one status".formatted(first, code));
			}
			Map<String, Object> data = (code == first) ? data(fails) : Map.of();
			Map<String, Object> members = ProblemDetails.members(code, code.title() + ".", path, data);
			Map<String, Object> known = new LinkedHashMap<>(EXAMPLE);
			known.putAll(data);
			members.put("remedy", data.getOrDefault("remedy", code.remedy(known)));
			body.addExamples(code.text(), new Example().summary(code.title()).value(members));
		}
		return new ApiResponse().description(fails.when().isEmpty() ? first.title() : fails.when())
			.content(new Content().addMediaType(APPLICATION_PROBLEM_JSON_VALUE, body));
	}

	private Map<String, Object> data(Fails fails) {
		return fails.example().isEmpty() ? Map.of() : this.mapper.readValue(ApiExamples.text(fails.example()), MEMBERS);
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
