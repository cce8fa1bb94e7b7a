package dev.registrysync.registry;

import java.util.Locale;

/**
 * The JSON values that are words.
 */
public enum JsonLiteral implements Json {

	TRUE, FALSE, NULL;

	public static JsonLiteral of(boolean value) {
		return value ? TRUE : FALSE;
	}

	@Override
	public void accept(JsonVisitor visitor) {
		visitor.visit(this);
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
