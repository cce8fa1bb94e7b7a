package dev.registrysync.operations;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.registrysync.operations.ApiDescription.Call;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Makes valid, nearly valid and wild requests from the description of the API. The same
 * seed makes the same requests, but for what was {@link #learn learned}.
 */
final class RequestFuzzer {

	private static final List<String> WILD = List.of("", " ", "null", "0", "-1", "1e3", "99999999999999999999", "true",
			"x", "agents", "AGENTS", "a/b", "../x", "%2F", "a;b=c", "a\\b", "\u0000", "\r\nX: y", "\u202e",
			"\ud83e\udd16", "\u00fc", "*", "\"", "'", "{}", "[]", "x".repeat(300), "<b>", "a,b", "1-1", "1-1-1",
			"W/\"x\"");

	private static final List<String> MEDIA_TYPES = List.of("application/json", "application/merge-patch+json",
			"application/json;charset=UTF-8", "application/json;charset=ISO-8859-1", "application/problem+json",
			"text/plain", "text/html", "text/event-stream", "application/xml", "application/x-www-form-urlencoded",
			"multipart/form-data", "application/*", "*/*", "text/html, */*;q=0.1", "application/json;q=0", "json", "/",
			"");

	private static final Map<String, List<String>> USUAL = Map.ofEntries(
			Map.entry("ids", List.of("planner", "watcher", "search", "nobody")),
			Map.entry("sources", List.of("default")), Map.entry("name", List.of("default", "former")),
			Map.entry("member", List.of("/description", "/status")), Map.entry("for", List.of("PT1S", "PT10M")),
			Map.entry("Prefer", List.of("respond-async", "wait=10")),
			Map.entry("message", List.of("hello", "agent_registration:planner", "registry-sync/v1")),
			Map.entry("address", List.of("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")),
			Map.entry("If-Match", List.of("*", "\"1-x\"")), Map.entry("Last-Event-ID", List.of("0-0", "1-1", "9-9")),
			Map.entry("signature", List
				.of("0xf16ea9a3478698f695fd1401bfe27e9e4a7e8e3da94aa72b021125e31fa899cc573c48ea3fe1d4ab61a9db10c19032026e3ed2dbccba5a178235ac27f94504311c")));

	private final ApiDescription api;

	private final Random random;

	private final FuzzedBodies bodies;

	private final Map<String, String> learned = new LinkedHashMap<>();

	RequestFuzzer(ApiDescription api, Random random) {
		this.api = api;
		this.random = random;
		this.bodies = new FuzzedBodies(api, random, this::valid);
	}

	/**
	 * Keeps a value that the service showed, such as the id of a run, for later requests.
	 */
	void learn(String name, String value) {
		this.learned.put(name, value);
	}

	FuzzedRequest next() {
		Call call = pick(this.api.calls());
		boolean valid = this.random.nextInt(10) < 5;
		String path = call.path();
		List<String> query = new ArrayList<>();
		Map<String, String> headers = new LinkedHashMap<>();
		for (JsonNode parameter : call.description().path("parameters")) {
			String name = parameter.get("name").asString();
			boolean required = parameter.path("required").asBoolean(false);
			if (!required && this.random.nextInt(10) < 6) {
				continue;
			}
			String value = (valid || this.random.nextInt(10) < 6)
					? text(valid(call.path().startsWith("/syncs/") ? "sync_" + name : name, parameter.get("schema")))
					: pick(WILD);
			if (value.isEmpty() && required) {
				value = "?";
			}
			switch (parameter.get("in").asString()) {
				case "path" -> path = path.replace("{" + name + "}", encode(value));
				case "query" -> query.add(encode(name) + "=" + encode(value));
				default -> headers.put(name, printable(value));
			}
		}
		if (!valid && this.random.nextInt(20) == 0) {
			query.add(pick(List.of("unknown=1", "limit", "limit=1&limit=2", "dry_run=true", "kind=agents&kind=tools")));
		}
		addGeneral(headers, valid);
		byte @Nullable [] body = body(call, headers, valid);
		return new FuzzedRequest(call, valid, query.isEmpty() ? path : path + "?" + String.join("&", query), headers,
				body);
	}

	private void addGeneral(Map<String, String> headers, boolean valid) {
		headers.put("Accept", "*/*");
		if (!valid && this.random.nextInt(5) == 0) {
			headers.put("Accept", pick(MEDIA_TYPES));
		}
		if (!valid && this.random.nextInt(30) == 0) {
			headers.put("Sec-Fetch-Site", pick(List.of("cross-site", "same-origin", "x")));
		}
		if (this.random.nextInt(30) == 0) {
			headers.put("If-None-Match", this.learned.getOrDefault("If-Match", "*"));
		}
		if (!valid && headers.containsKey("Idempotency-Key") && this.random.nextInt(3) == 0) {
			headers.put("Idempotency-Key", printable(pick(WILD)));
		}
	}

	private byte @Nullable [] body(Call call, Map<String, String> headers, boolean valid) {
		JsonNode described = call.description().path("requestBody");
		if (described.isMissingNode()) {
			return (valid || this.random.nextInt(4) > 0) ? null : "{}".getBytes(StandardCharsets.UTF_8);
		}
		Map.Entry<String, JsonNode> content = described.get("content").properties().iterator().next();
		if (!described.path("required").asBoolean(false) && this.random.nextInt(5) == 0) {
			return null;
		}
		headers.put("Content-Type", content.getKey());
		if (!valid && this.random.nextInt(8) == 0) {
			headers.put("Content-Type", pick(MEDIA_TYPES));
		}
		return this.bodies.make(content.getValue().get("schema"), valid);
	}

	/**
	 * A value that the schema allows, and a likely one if the name is known.
	 */
	private Object valid(String name, JsonNode schema) {
		if (schema.has("enum")) {
			return pick(schema.get("enum").valueStream().map(JsonNode::asString).toList());
		}
		return switch (type(schema)) {
			case "boolean" -> this.random.nextBoolean();
			case "integer" -> schema.path("minimum").asInt(0) + this.random.nextInt(30);
			default -> string(name);
		};
	}

	private String string(String name) {
		return switch (name) {
			case "id" -> pick(List.of("planner", "watcher", "search", "nobody"));
			case "Idempotency-Key" -> "key-" + this.random.nextInt(60);
			default -> {
				List<String> known = new ArrayList<>(USUAL.getOrDefault(name, List.of("text")));
				if (this.learned.containsKey(name)) {
					known.add(this.learned.get(name));
				}
				yield pick(known);
			}
		};
	}

	static String type(JsonNode schema) {
		JsonNode type = schema.path("type");
		return type.isArray() ? type.get(0).asString() : type.asString("");
	}

	private static String text(Object value) {
		return String.valueOf(value);
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	/**
	 * Only what the client sends in a header.
	 */
	private static String printable(String text) {
		return text.replaceAll("[^ -~]", "?");
	}

	private <T> T pick(List<T> of) {
		return of.get(this.random.nextInt(of.size()));
	}

}
