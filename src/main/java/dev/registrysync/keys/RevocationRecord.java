package dev.registrysync.keys;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonArray;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The end of one version of a key. It seals nothing but 32 zeros: the seal shows that who
 * wrote it had the data key.
 *
 * @param number the record's place in the file, from 1
 * @param revocation what it says
 * @param sealed the seal, to which all of it is bound
 */
record RevocationRecord(long number, Revocation revocation, Sealed sealed) implements KeystoreRecord {

	private static final String FORMAT = "registry-sync/revocation/1";

	@Override
	public EntryRef owner() {
		return this.revocation.key().owner();
	}

	@Override
	public byte[] bound() {
		return bound(this.number, this.revocation);
	}

	/**
	 * The associated data: a JSON array, so that no two records share one, nor one with a
	 * key.
	 */
	static byte[] bound(long number, Revocation revocation) {
		List<Json> values = new ArrayList<>();
		values.add(new JsonString(FORMAT));
		values.addAll(toJson(number, revocation).values());
		return JsonText.compact(new JsonArray(values)).getBytes(US_ASCII);
	}

	private static Map<String, Json> toJson(long number, Revocation revocation) {
		KeyFacts key = revocation.key();
		Map<String, Json> members = new LinkedHashMap<>();
		members.put("number", new JsonNumber(Long.toString(number)));
		members.put("kind", new JsonString(key.owner().kind().plural()));
		members.put("id", new JsonString(key.owner().id().value()));
		members.put("version", new JsonNumber(Integer.toString(key.version())));
		members.put("address", new JsonString(key.address().toString()));
		members.put("revoked_at", new JsonString(revocation.at().toString()));
		members.put("from_revision", new JsonNumber(revocation.from().toString()));
		members.put("reason", new JsonString(revocation.reason()));
		return members;
	}

	/**
	 * One line of the file, with its newline.
	 */
	String toLine() {
		Map<String, Json> members = toJson(this.number, this.revocation);
		members.put("owner", new JsonString(KeyRecord.fingerprint(owner())));
		members.putAll(this.sealed.toJson());
		return JsonText.compact(JsonObject.copyOf(members)) + "\n";
	}

	/**
	 * Reads a line without its newline; empty if it does not have the form of a
	 * revocation.
	 */
	static Optional<RevocationRecord> find(byte[] line) {
		try {
			return (JsonReader.read(line) instanceof JsonObject members) ? Sealed.find(members)
				.map((sealed) -> new RevocationRecord(Long.parseLong(KeystoreRecord.number(members, "number")),
						revocation(members), sealed))
					: Optional.empty();
		}
		catch (JsonSyntaxException | IllegalArgumentException | DateTimeParseException ex) {
			return Optional.empty();
		}
	}

	private static Revocation revocation(JsonObject members) {
		Kind kind = Kind.find(KeystoreRecord.text(members, "kind"))
			.orElseThrow(() -> new IllegalArgumentException("kind"));
		Address address = Address.find(KeystoreRecord.text(members, "address"))
			.orElseThrow(() -> new IllegalArgumentException("address"));
		KeyFacts key = new KeyFacts(new EntryRef(kind, new EntryId(KeystoreRecord.text(members, "id"))),
				Integer.parseInt(KeystoreRecord.number(members, "version")), address);
		return new Revocation(key, new Revision(Long.parseLong(KeystoreRecord.number(members, "from_revision"))),
				Instant.parse(KeystoreRecord.text(members, "revoked_at")), KeystoreRecord.text(members, "reason"));
	}

}
