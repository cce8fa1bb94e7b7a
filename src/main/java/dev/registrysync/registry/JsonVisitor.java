package dev.registrysync.registry;

/**
 * Walks JSON values; each method is called for the values of its type.
 */
public interface JsonVisitor {

	void visit(JsonObject object);

	void visit(JsonArray array);

	void visit(JsonString string);

	void visit(JsonNumber number);

	void visit(JsonLiteral literal);

}
