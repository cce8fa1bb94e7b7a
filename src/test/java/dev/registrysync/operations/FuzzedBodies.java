package dev.registrysync.operations;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes request bodies from schemas, and spoils some of them.
 */
final class FuzzedBodies {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final List<String> ODD = List.of("null", "true", "0", "-1", "1.5", "1e400", "-0",
			"9223372036854775807", "92233720368547758080", "\"\"", "\" \"", "\"x\"", "\"\\ud800\"", "\"\\u0000\"",
			"\"" + "x".repeat(5000) + "\"", "[]", "[null]", "[\"x\", \"x\"]", "[[]]", "{}", "{\"x\": null}", "NaN");

	/** What spoils the text of a body. */
	private static final List<UnaryOperator<String>> SPOIL = List.of((text) -> "", (text) -> " ", (text) -> "null",
			(text) -> "[]", (text) -> "\"x\"", (text) -> "1", (text) -> text.substring(0, text.length() / 2),
			(text) -> text + "x", (text) -> text + text, (text) -> "\ufeff" + text, (text) -> "[".repeat(300),
			(text) -> "{\"x\":".repeat(150) + "1" + "}".repeat(150), (text) -> text.replaceFirst("}$", ",}"),
			(text) -> "{\"dry_run\": true, \"dry_run\": true}", (text) -> "/* */ " + text,
			(text) -> text.replace("\"", "'"), (text) -> "{\"\": 1}", (text) -> "{\"" + "x".repeat(2000) + "\": 1}",
			(text) -> "{\"reason\": \"" + "x".repeat(1 << 20) + "\"}");

	private final ApiDescription api;

	private final Random random;

	private final BiFunction<String, JsonNode, Object> scalars;

	/**
	 * Makes them.
	 * @param scalars gives a value for a member's name and schema
	 */
	FuzzedBodies(ApiDescription api, Random random, BiFunction<String, JsonNode, Object> scalars) {
		this.api = api;
		this.random = random;
		this.scalars = scalars;
	}

	byte[] make(JsonNode schema, boolean valid) {
		JsonNode described = this.api.resolve(schema);
		String text = text(described, valid ? 0 : 3);
		if (valid) {
			return text.getBytes(StandardCharsets.UTF_8);
		}
		if (this.random.nextInt(40) == 0) {
			return new byte[] { '{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}' };
		}
		if (this.random.nextInt(40) == 0) {
			return text.getBytes(StandardCharsets.UTF_16);
		}
		return ((this.random.nextInt(4) == 0) ? pick(SPOIL).apply(text) : text).getBytes(StandardCharsets.UTF_8);
	}

	private String text(JsonNode schema, int odd) {
		if (schema.has("properties")) {
			return object(schema, odd);
		}
		return schema.has("additionalProperties") ? patches(odd) : patch(odd);
	}

	/**
	 * An object of the schema.
	 * @param odd in how many of ten a member is not what the schema says
	 */
	private String object(JsonNode schema, int odd) {
		List<String> required = schema.path("required").valueStream().map(JsonNode::asString).toList();
		List<String> members = new ArrayList<>();
		schema.get("properties").properties().forEach((member) -> {
			boolean kept = required.contains(member.getKey()) ? odd == 0 || this.random.nextInt(8) > 0
					: this.random.nextInt(10) < 4;
			if (kept) {
				members.add(quoted(member.getKey()) + ": " + value(member.getKey(), member.getValue(), odd));
			}
		});
		if (odd > 0 && this.random.nextInt(12) == 0) {
			members.add("\"unknown\": " + pick(ODD));
		}
		return "{" + String.join(", ", members) + "}";
	}

	private String value(String name, JsonNode schema, int odd) {
		if (this.random.nextInt(10) < odd) {
			return pick(ODD);
		}
		JsonNode described = this.api.resolve(schema);
		if (described.has("properties")) {
			return object(described, odd);
		}
		if (RequestFuzzer.type(described).equals("array")) {
			List<String> items = new ArrayList<>();
			for (int count = this.random.nextInt(3); count >= 0; count--) {
				items.add(value(name, described.get("items"), odd));
			}
			return items.toString();
		}
		return JSON.writeValueAsString(this.scalars.apply(name, described));
	}

	/**
	 * A merge patch of an entry.
	 */
	private String patch(int odd) {
		if (this.random.nextInt(10) < odd) {
			return "{\"notes\": %s}".formatted(pick(ODD));
		}
		List<String> members = new ArrayList<>();
		for (String member : List.of("enabled", "notes", "labels", "access_control", "description", "identity", "x")) {
			if (this.random.nextInt(4) == 0) {
				members.add("%s: %d".formatted(quoted(member), this.random.nextInt(5)));
			}
		}
		return "{" + String.join(", ", members) + "}";
	}

	/**
	 * A merge patch of a map of entries.
	 */
	private String patches(int odd) {
		return "{%s: %s}".formatted(quoted(pick(List.of("planner", "search", "nobody"))), patch(odd));
	}

	private static String quoted(String text) {
		return JSON.writeValueAsString(text);
	}

	private <T> T pick(List<T> of) {
		return of.get(this.random.nextInt(of.size()));
	}

}
