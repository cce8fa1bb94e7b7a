package dev.registrysync.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import dev.registrysync.history.JournalRow.Event;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonArray;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Revision;

/**
 * Writes revoked keys as JSON, and reads them back.
 */
final class KeyJson {

	private static final String REVOKED = "revoked";

	private KeyJson() {
	}

	/**
	 * Adds the keys to the body of a row.
	 */
	static JsonObject withRevoked(JsonObject body, Collection<KnownKey> keys) {
		return body.with(REVOKED, new JsonArray(keys.stream().<Json>map(KeyJson::toJson).toList()));
	}

	private static JsonObject toJson(KnownKey key) {
		KeyFacts facts = key.facts();
		return JsonObject.of("kind", new JsonString(facts.owner().kind().plural()))
			.with("id", facts.owner().id().value())
			.with("version", Members.number(facts.version()))
			.with("address", facts.address().toString())
			.with("from_revision", Members.number(key.findRevokedFrom().orElseThrow().number()));
	}

	/**
	 * Returns the revoked keys that a row names.
	 */
	static List<KnownKey> revoked(Event event) {
		List<KnownKey> keys = new ArrayList<>();
		if (event.json().find(REVOKED).orElse(null) instanceof JsonArray revoked) {
			revoked.values().forEach((key) -> keys.add(fromJson((JsonObject) key)));
		}
		return keys;
	}

	private static KnownKey fromJson(JsonObject json) {
		EntryRef owner = EntryRef.of(Members.kind(Members.text(json, "kind")), Members.text(json, "id"));
		Address address = Address.find(Members.text(json, "address")).orElseThrow();
		return KnownKey.revoked(new KeyFacts(owner, Math.toIntExact(Members.number(json, "version")), address),
				new Revision(Members.number(json, "from_revision")));
	}

}
