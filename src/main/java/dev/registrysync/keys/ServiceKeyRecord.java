package dev.registrysync.keys;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.ServiceKeyFacts;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonArray;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.JsonText;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The service's own key, encrypted, with the facts that are bound to it.
 *
 * @param label what may be known of it, all bound to the ciphertext
 * @param sealed the private key, encrypted
 */
record ServiceKeyRecord(Label label, Sealed sealed) {

	private static final String FORMAT = "registry-sync/service/1";

	byte[] toBytes() {
		Map<String, Json> members = new LinkedHashMap<>(this.label.toJson().members());
		members.putAll(this.sealed.toJson());
		return (JsonText.compact(JsonObject.copyOf(members)) + "\n").getBytes(US_ASCII);
	}

	/**
	 * Reads a record; empty if the bytes do not have the form of one.
	 */
	static Optional<ServiceKeyRecord> find(byte[] bytes) {
		try {
			return (JsonReader.read(bytes) instanceof JsonObject members)
					? Sealed.find(members).map((sealed) -> new ServiceKeyRecord(Label.of(members), sealed))
					: Optional.empty();
		}
		catch (JsonSyntaxException | IllegalArgumentException | DateTimeParseException ex) {
			return Optional.empty();
		}
	}

	/**
	 * What is written beside the ciphertext in the clear.
	 *
	 * @param facts the address, and what was there before the key
	 * @param createdAt when the key was made, in whole seconds
	 */
	record Label(ServiceKeyFacts facts, Instant createdAt) {

		Label {
			createdAt = createdAt.truncatedTo(ChronoUnit.SECONDS);
		}

		private static Label of(JsonObject members) {
			if (!KeystoreRecord.text(members, "format").equals(FORMAT)) {
				throw new IllegalArgumentException("format");
			}
			Address address = Address.find(KeystoreRecord.text(members, "address"))
				.orElseThrow(() -> new IllegalArgumentException("address"));
			return new Label(new ServiceKeyFacts(address, KeystoreRecord.text(members, "after")),
					Instant.parse(KeystoreRecord.text(members, "created_at")));
		}

		private JsonObject toJson() {
			Map<String, Json> members = new LinkedHashMap<>();
			members.put("format", new JsonString(FORMAT));
			members.put("address", new JsonString(this.facts.address().toString()));
			members.put("after", new JsonString(this.facts.after()));
			members.put("created_at", new JsonString(this.createdAt.toString()));
			return JsonObject.copyOf(members);
		}

		/**
		 * The associated data: a JSON array, so that no two labels share one, nor one
		 * with an entry's key.
		 */
		byte[] bound() {
			List<Json> values = new ArrayList<>(toJson().members().values());
			return JsonText.compactBytes(new JsonArray(values));
		}

	}

}
