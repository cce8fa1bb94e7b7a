package dev.registrysync.idempotency;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import org.springdoc.core.customizers.OperationCustomizer;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.method.HandlerMethod;

/**
 * Says of each POST in the description of the API that it takes a key.
 */
@Component
class IdempotencyDescription implements OperationCustomizer {

	@Override
	public Operation customize(Operation operation, HandlerMethod method) {
		if (AnnotatedElementUtils.hasAnnotation(method.getMethod(), PostMapping.class)) {
			operation.addParametersItem(new HeaderParameter().name(IdempotencyKey.HEADER)
				.schema(new StringSchema().maxLength(255))
				.description(
						"""
								Your own name for this one change, such as a UUID. Sent again with the same name and body, it is \
								not made again: you get the first answer, with `Idempotency-Replayed: true`. Answers are \
								remembered for a day; failures are not remembered.""")
				.required(false));
		}
		return operation;
	}

}
