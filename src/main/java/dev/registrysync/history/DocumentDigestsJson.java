package dev.registrysync.history;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.registrysync.history.Commit.DocumentDigests;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;

/**
 * Writes which documents a commit changed, and reads it back.
 */
final class DocumentDigestsJson {

	private DocumentDigestsJson() {
	}

	static JsonObject toJson(Map<Kind, DocumentDigests> documents) {
		Map<String, Json> json = new LinkedHashMap<>();
		documents.forEach((kind, digests) -> json.put(kind.plural(),
				JsonObject.of("before", digests.before().<Json>map(JsonString::new).orElse(JsonLiteral.NULL))
					.with("after", digests.after())));
		return JsonObject.copyOf(json);
	}

	static Map<Kind, DocumentDigests> fromJson(JsonObject json) {
		Map<Kind, DocumentDigests> documents = new EnumMap<>(Kind.class);
		for (String name : json.names()) {
			JsonObject digests = Members.object(json, name);
			documents.put(Members.kind(name),
					new DocumentDigests(digests.findText("before"), Members.text(digests, "after")));
		}
		return documents;
	}

}
