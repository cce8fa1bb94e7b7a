package dev.registrysync.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.identity.KeyFacts;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;

/**
 * The member that an exported Web3 Secret Storage file has more than others.
 *
 * @param owner whose key it is
 * @param version which of the owner's keys, from 1
 */
record ExportNote(EntryRef owner, int version) {

	private static final String NAME = "registry_sync";

	static ExportNote of(KeyFacts facts) {
		return new ExportNote(facts.owner(), facts.version());
	}

	JsonObject in(JsonObject file) {
		Map<String, Json> members = new LinkedHashMap<>();
		members.put("kind", new JsonString(this.owner.kind().plural()));
		members.put("id", new JsonString(this.owner.id().value()));
		members.put("key_version", new JsonNumber(Integer.toString(this.version)));
		return file.with(NAME, JsonObject.copyOf(members));
	}

	/**
	 * Reads it; empty if the file has none.
	 * @throws MalformedSecretException if it is there and malformed
	 */
	static Optional<ExportNote> find(JsonObject file) {
		return file.find(NAME)
			.map((note) -> ((note instanceof JsonObject members) ? read(members) : Optional.<ExportNote>empty())
				.orElseThrow(() -> new MalformedSecretException(
						"its member registry_sync does not have the members kind, id and key_version as exported")));
	}

	private static Optional<ExportNote> read(JsonObject members) {
		Optional<Integer> version = members.find("key_version")
			.filter((value) -> value instanceof JsonNumber)
			.map((value) -> ((JsonNumber) value).text())
			.filter((text) -> text.matches("[1-9][0-9]{0,8}"))
			.map(Integer::valueOf);
		return members.findText("kind")
			.flatMap(Kind::find)
			.flatMap((kind) -> members.findText("id").flatMap(EntryId::find).map((id) -> new EntryRef(kind, id)))
			.flatMap((owner) -> version.map((number) -> new ExportNote(owner, number)));
	}

}
