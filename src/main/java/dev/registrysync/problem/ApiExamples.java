package dev.registrysync.problem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OperationCustomizer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.method.HandlerMethod;

/**
 * Adds the examples that the annotations of a call name to its description. They are
 * files below {@code openapi/examples}.
 */
@Component
class ApiExamples implements OperationCustomizer {

	private final JsonMapper mapper;

	ApiExamples(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public Operation customize(Operation operation, HandlerMethod method) {
		@Nullable Succeeds succeeds = method.getMethodAnnotation(Succeeds.class);
		if (succeeds != null) {
			ApiResponse answer = Objects.requireNonNull(operation.getResponses().get("200"))
				.description(succeeds.value());
			answer.getContent().values().forEach((body) -> add(succeeds.examples(), body));
		}
		Stream
			.concat(Optional.ofNullable(operation.getRequestBody()).map(RequestBody::getContent).stream(),
					operation.getResponses().values().stream().map(ApiResponse::getContent).filter(Objects::nonNull))
			.flatMap((content) -> content.values().stream())
			.forEach(this::complete);
		return operation;
	}

	private static void add(String[] examples, MediaType body) {
		if (examples.length == 1) {
			body.setExample(examples[0]);
			return;
		}
		for (String example : examples) {
			String file = example.substring(example.lastIndexOf('/') + 1);
			body.addExamples(StringUtils.stripFilenameExtension(file), new Example().value(example));
		}
	}

	private void complete(MediaType body) {
		if (body.getExample() instanceof String name) {
			body.setExample(read(name));
		}
		if (body.getExamples() != null) {
			body.getExamples().values().forEach((example) -> {
				if (example.getValue() instanceof String name) {
					example.setValue(read(name));
				}
			});
		}
	}

	private Object read(String name) {
		String text = text(name);
		return name.endsWith(".json") ? this.mapper.readValue(text, Object.class) : text;
	}

	static String text(String name) {
		try {
			return new ClassPathResource("openapi/examples/" + name).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
