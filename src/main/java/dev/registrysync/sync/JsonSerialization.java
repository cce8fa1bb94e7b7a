package dev.registrysync.sync;

import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonText;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

import org.springframework.boot.jackson.JacksonComponent;

/**
 * Writes registry values in answers as they are written in the registries.
 */
@JacksonComponent
class JsonSerialization extends ValueSerializer<Json> {

	@Override
	public void serialize(Json value, JsonGenerator generator, SerializationContext context) {
		generator.writeRawValue(JsonText.compact(value));
	}

}
