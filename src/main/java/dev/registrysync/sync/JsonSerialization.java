package dev.registrysync.sync;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.StrictText;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

import org.springframework.boot.jackson.JacksonComponent;

/**
 * Writes registry values in answers as they are written in the registries, and what is
 * not JSON as a string.
 */
@JacksonComponent
class JsonSerialization extends ValueSerializer<Json> {

	@Override
	public void serialize(Json value, JsonGenerator generator, SerializationContext context) {
		ByteBuffer text = StrictText.of(ByteBuffer.wrap(JsonText.compactBytes(value)));
		generator.writeRawValue(StandardCharsets.US_ASCII.decode(text).toString());
	}

}
