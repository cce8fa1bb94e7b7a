package dev.registrysync.registry;

import java.util.List;

/**
 * A JSON array.
 *
 * @param values its values, in order
 */
public record JsonArray(List<Json> values) implements Json {

	public JsonArray {
		values = List.copyOf(values);
	}

	@Override
	public void accept(JsonVisitor visitor) {
		visitor.visit(this);
	}

	@Override
	public String toString() {
		return JsonText.compact(this);
	}

}
