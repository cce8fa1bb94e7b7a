package dev.registrysync.registry;

/**
 * A JSON string.
 *
 * @param value its characters, unescaped; may hold half of a surrogate pair, as JSON may
 */
public record JsonString(String value) implements Json {

	@Override
	public void accept(JsonVisitor visitor) {
		visitor.visit(this);
	}

	@Override
	public String toString() {
		return JsonText.compact(this);
	}

}
