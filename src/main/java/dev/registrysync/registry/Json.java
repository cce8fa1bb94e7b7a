package dev.registrysync.registry;

/**
 * A JSON value that remembers how it was written: the order of members and the text of
 * numbers. Values are equal when they mean the same: neither the order of members nor the
 * spelling of numbers matters to {@code equals}.
 */
public sealed interface Json permits JsonObject, JsonArray, JsonString, JsonNumber, JsonLiteral {

	/**
	 * Hands this value to the visitor's method for its type.
	 */
	void accept(JsonVisitor visitor);

}
