package dev.registrysync;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.JsonWriter.ValueProcessor;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/**
 * Does the same for structured logs. JSON escapes line breaks itself, so they stay.
 */
final class SafeLogMembers implements StructuredLoggingJsonMembersCustomizer<Object> {

	@Override
	public void customize(JsonWriter.Members<Object> members) {
		members.applyingValueProcessor(ValueProcessor.of(String.class, (text) -> LogText.safe(text, true)));
	}

}
