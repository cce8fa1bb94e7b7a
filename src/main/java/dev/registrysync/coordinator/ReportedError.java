package dev.registrysync.coordinator;

import java.util.List;
import java.util.Optional;

import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;

/**
 * The member {@code error} of an answer that reports an error.
 */
final class ReportedError {

	static final String MEMBER = "error";

	private static final List<String> EXPLAINING = List.of("message", "detail", "title", "reason", "description");

	private ReportedError() {
	}

	/**
	 * Returns what an error says: itself, or the member that explains it. Empty if the
	 * value reports none, as {@code null} and {@code false} do not.
	 */
	static Optional<String> find(Json value) {
		if (value == JsonLiteral.NULL || value == JsonLiteral.FALSE) {
			return Optional.empty();
		}
		if (value instanceof JsonString string) {
			return Optional.of(string.value());
		}
		return Optional.of((value instanceof JsonObject object) ? EXPLAINING.stream()
			.flatMap((name) -> object.findText(name).stream())
			.findFirst()
			.orElseGet(value::toString) : value.toString());
	}

}
