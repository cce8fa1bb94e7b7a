package dev.registrysync.history;

import java.util.Map;

import dev.registrysync.identity.CommittedKey;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Revision;

/**
 * Writes keys that entries got, and those that were revoked, and reads them back.
 */
final class KeyJson {

	private KeyJson() {
	}

	static JsonObject toJson(Map<EntryRef, CommittedKey> keys) {
		return Members.byKind(keys, (key) -> {
			JsonObject json = JsonObject.of("version", Members.number(key.version()))
				.with("address", key.address().toString());
			return key.findSucceeds().map((older) -> json.with("succeeds", older.toString())).orElse(json);
		});
	}

	/**
	 * The member {@code keys} of a line.
	 */
	static Map<EntryRef, CommittedKey> keysFromJson(JsonObject line) {
		return Members.byRef(Members.object(line, "keys"), (ref, key) -> fromJson(key));
	}

	private static CommittedKey fromJson(JsonObject json) {
		return new CommittedKey(Members.version(json, "version"), Members.address(json, "address"),
				json.has("succeeds") ? Members.address(json, "succeeds") : null);
	}

	static JsonObject revokedToJson(KnownKey key) {
		KeyFacts facts = key.facts();
		return JsonObject.of("kind", new JsonString(facts.owner().kind().plural()))
			.with("id", facts.owner().id().value())
			.with("version", Members.number(facts.version()))
			.with("address", facts.address().toString())
			.with("from_revision", Members.number(key.findRevokedFrom().orElseThrow().number()));
	}

	static KnownKey revokedFromJson(JsonObject json) {
		KeyFacts facts = new KeyFacts(EntryRef.of(Members.kind(Members.text(json, "kind")), Members.text(json, "id")),
				Members.version(json, "version"), Members.address(json, "address"));
		return KnownKey.revoked(facts, new Revision(Members.number(json, "from_revision")));
	}

}
