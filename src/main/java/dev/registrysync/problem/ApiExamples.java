package dev.registrysync.problem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.customizers.OperationCustomizer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
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
		Stream
			.concat(Optional.ofNullable(operation.getRequestBody()).map(RequestBody::getContent).stream(),
					operation.getResponses().values().stream().map(ApiResponse::getContent).filter(Objects::nonNull))
			.flatMap((content) -> content.values().stream())
			.forEach(this::complete);
		return operation;
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
