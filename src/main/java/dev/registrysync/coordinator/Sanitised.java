package dev.registrysync.coordinator;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonArray;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.JsonVisitor;

/**
 * Leaves out what a live object can let slip: members whose names begin with {@code _},
 * at every depth, and the {@code instance} of an entry.
 */
final class Sanitised implements JsonVisitor {

	private static final String LIVE_OBJECT = "instance";

	private @Nullable Json result;

	private Sanitised() {
	}

	static boolean isPrivate(String name) {
		return name.startsWith("_");
	}

	static JsonObject entry(JsonObject members) {
		return object(members.without(LIVE_OBJECT));
	}

	static Json of(Json value) {
		Sanitised visitor = new Sanitised();
		value.accept(visitor);
		return (visitor.result != null) ? visitor.result : value;
	}

	private static JsonObject object(JsonObject object) {
		Map<String, Json> members = new LinkedHashMap<>();
		object.members().forEach((name, value) -> {
			if (!isPrivate(name)) {
				members.put(name, of(value));
			}
		});
		return JsonObject.copyOf(members);
	}

	@Override
	public void visit(JsonObject object) {
		this.result = object(object);
	}

	@Override
	public void visit(JsonArray array) {
		this.result = new JsonArray(array.values().stream().map(Sanitised::of).toList());
	}

	@Override
	public void visit(JsonString string) {
		this.result = string;
	}

	@Override
	public void visit(JsonNumber number) {
		this.result = number;
	}

	@Override
	public void visit(JsonLiteral literal) {
		this.result = literal;
	}

}
