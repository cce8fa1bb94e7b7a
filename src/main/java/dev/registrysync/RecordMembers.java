package dev.registrysync;

import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Says in the description of the API which members may be null, and that all others are
 * there: what {@code @Nullable} says of a record's components. A request's member is
 * nullable in Java, so that a missing one gets a problem of its own, and required here.
 */
@Component
class RecordMembers implements ModelConverter {

	private static final String NULL = "null";

	private static final String REFERENCE = "#/components/schemas/";

	@Override
	public @Nullable Schema<?> resolve(AnnotatedType type, ModelConverterContext context,
			Iterator<ModelConverter> chain) {
		@Nullable Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
		Class<?> described = Json31.mapper().constructType(type.getType()).getRawClass();
		if (schema != null && described.isRecord()) {
			Schema<?> record = defined(schema, context);
			if (record.getProperties() != null) {
				for (RecordComponent component : described.getRecordComponents()) {
					describe(record, component);
				}
			}
		}
		return schema;
	}

	private static Schema<?> defined(Schema<?> schema, ModelConverterContext context) {
		return Optional.ofNullable(schema.get$ref())
			.map((reference) -> context.getDefinedModels().get(reference.substring(REFERENCE.length())))
			.<Schema<?>>map((defined) -> defined)
			.orElse(schema);
	}

	private static void describe(Schema<?> record, RecordComponent component) {
		String name = name(component);
		@Nullable Schema<?> member = record.getProperties().get(name);
		if (member == null) {
			return;
		}
		boolean required = record.getRequired() != null && record.getRequired().contains(name);
		if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
			if (!required) {
				record.addRequiredItem(name);
			}
		}
		else if (required) {
			return;
		}
		else if (member.get$ref() != null) {
			record.getProperties().put(name, orNull(member));
		}
		else if (member.getTypes() != null) {
			member.addType(NULL);
		}
	}

	private static String name(RecordComponent component) {
		return Optional.ofNullable(component.getAccessor().getAnnotation(JsonProperty.class))
			.map(JsonProperty::value)
			.orElse(component.getName());
	}

	private static Schema<?> orNull(Schema<?> member) {
		JsonSchema nothing = new JsonSchema();
		nothing.addType(NULL);
		Schema<?> either = new JsonSchema().anyOf(List.of(new JsonSchema().$ref(member.get$ref()), nothing));
		either.setDescription(member.getDescription());
		return either;
	}

}
