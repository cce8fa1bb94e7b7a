package dev.registrysync.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
	 * The schema or response itself, also where it is only referred to.
	 */
	JsonNode resolve(JsonNode described) {
		return described.has("$ref") ? this.document.at(described.get("$ref").asString().substring(1)) : described;
	}

	/**
	 * Where the value is not what the schema says, a line each.
	 */
	List<String> differences(JsonNode value, JsonNode schema, String where) {
		if (schema.has("$ref")) {
			return differences(value, resolve(schema), where);
		}
		if (schema.has("anyOf")) {
			return schema.get("anyOf").valueStream().anyMatch((one) -> differences(value, one, where).isEmpty())
					? List.of() : List.of(where + " is none of " + schema.get("anyOf"));
		}
		if (schema.has("type") && types(schema).stream().noneMatch((type) -> isOf(type, value))) {
			return List.of(where + " is no " + schema.get("type"));
		}
		if (schema.has("enum") && schema.get("enum").valueStream().noneMatch(value::equals)) {
			return List.of(where + " is none of " + schema.get("enum"));
		}
		List<String> differences = new ArrayList<>();
		if (value.isArray() && schema.has("items")) {
			value.forEach((item) -> differences.addAll(differences(item, schema.get("items"), where + "[]")));
		}
		if (value.isObject() && (schema.has("properties") || schema.has("additionalProperties"))) {
			differences.addAll(membersThatDiffer(value, schema, where));
		}
		return differences;
	}

	private List<String> membersThatDiffer(JsonNode value, JsonNode schema, String where) {
		List<String> differences = new ArrayList<>();
		JsonNode described = schema.path("properties");
		JsonNode others = schema.path("additionalProperties");
		value.properties().forEach((member) -> {
			String name = where + "." + member.getKey();
			if (described.has(member.getKey())) {
				differences.addAll(differences(member.getValue(), described.get(member.getKey()), name));
			}
			else if (others.isObject()) {
				differences.addAll(differences(member.getValue(), others, where + ".*"));
			}
			else if (!others.asBoolean(false)) {
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

	private static boolean isOf(String type, JsonNode value) {
		return switch (value.getNodeType()) {
			case OBJECT, POJO -> type.equals("object");
			case ARRAY -> type.equals("array");
			case STRING, BINARY -> type.equals("string");
			case BOOLEAN -> type.equals("boolean");
			case NUMBER -> type.equals("number") || (type.equals("integer") && value.isIntegralNumber());
			case NULL, MISSING -> type.equals("null");
		};
	}

	/**
	 * One call.
	 *
	 * @param name method and path
	 * @param description what is said of it
	 */
	record Call(String name, JsonNode description) {

		String method() {
			return this.name.substring(0, this.name.indexOf(' ')).toUpperCase(Locale.ROOT);
		}

		/**
		 * The path, with the names of its parameters in braces.
		 */
		String path() {
			return this.name.substring(this.name.indexOf(' ') + 1);
		}

		String operationId() {
			return this.description.path("operationId").asString();
		}

	}

}
