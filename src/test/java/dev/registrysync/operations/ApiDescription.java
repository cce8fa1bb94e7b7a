package dev.registrysync.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;

/**
 * The description of the API, and whether a value is what one of its schemas describes.
 */
record ApiDescription(JsonNode document) {

	List<Call> calls() {
		List<Call> calls = new ArrayList<>();
		this.document.get("paths")
			.properties()
			.forEach((path) -> path.getValue()
				.properties()
				.forEach((call) -> calls.add(new Call(call.getKey() + " " + path.getKey(), call.getValue()))));
		return calls;
	}

	/**
	 * Where the value is not what the schema says, a line each.
	 */
	List<String> differences(JsonNode value, JsonNode schema, String where) {
		if (schema.has("$ref")) {
			return differences(value, this.document.at(schema.get("$ref").asString().substring(1)), where);
		}
		if (schema.has("anyOf")) {
			return schema.get("anyOf").valueStream().anyMatch((one) -> differences(value, one, where).isEmpty())
					? List.of() : List.of(where + " is none of " + schema.get("anyOf"));
		}
		if (schema.has("type") && !types(schema).contains(type(value))) {
			return List.of(where + " is no " + schema.get("type"));
		}
		if (schema.has("enum") && schema.get("enum").valueStream().noneMatch(value::equals)) {
			return List.of(where + " is none of " + schema.get("enum"));
		}
		List<String> differences = new ArrayList<>();
		if (value.isArray() && schema.has("items")) {
			value.forEach((item) -> differences.addAll(differences(item, schema.get("items"), where + "[]")));
		}
		if (value.isObject() && schema.has("properties")) {
			differences.addAll(membersThatDiffer(value, schema, where));
		}
		return differences;
	}

	private List<String> membersThatDiffer(JsonNode value, JsonNode schema, String where) {
		List<String> differences = new ArrayList<>();
		JsonNode described = schema.get("properties");
		value.properties().forEach((member) -> {
			String name = where + "." + member.getKey();
			if (described.has(member.getKey())) {
				differences.addAll(differences(member.getValue(), described.get(member.getKey()), name));
			}
			else {
				differences.add(name + " is not described");
			}
		});
		schema.path("required")
			.valueStream()
			.filter((name) -> !value.has(name.asString()))
			.forEach((name) -> differences.add(where + " has no " + name));
		return differences;
	}

	private static List<String> types(JsonNode schema) {
		JsonNode types = schema.get("type");
		Stream<JsonNode> all = types.isArray() ? types.valueStream() : Stream.of(types);
		return all.map(JsonNode::asString).toList();
	}

	private static String type(JsonNode value) {
		return switch (value.getNodeType()) {
			case OBJECT, POJO -> "object";
			case ARRAY -> "array";
			case STRING, BINARY -> "string";
			case BOOLEAN -> "boolean";
			case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
			case NULL, MISSING -> "null";
		};
	}

	/**
	 * One call.
	 *
	 * @param name method and path
	 * @param description what is said of it
	 */
	record Call(String name, JsonNode description) {

		String operationId() {
			return this.description.path("operationId").asString();
		}

	}

}
