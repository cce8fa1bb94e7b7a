package dev.registrysync.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
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

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * One encrypted key with the facts that are bound to it.
 *
 * @param label what may be known of it, all bound to the ciphertext
 * @param sealed the private key, encrypted
 */
record KeyRecord(Label label, Sealed sealed) implements KeystoreRecord {

	static final String FORMAT = "registry-sync/key/1";

	/** The length of the shortest line, newline included. */
	static final int SHORTEST = new KeyRecord(new Label(1,
			new KeyFacts(EntryRef.of(Kind.TOOLS, "x"), 1, Address.ofPublicKey(new byte[64])), Instant.EPOCH),
			new Sealed(new byte[Sealed.NONCE_LENGTH], new byte[Sealed.CIPHERTEXT_LENGTH]))
		.toLine()
		.length();

	KeyFacts facts() {
		return this.label.facts();
	}

	@Override
	public long number() {
		return this.label.number();
	}

	@Override
	public EntryRef owner() {
		return facts().owner();
	}

	@Override
	public byte[] bound() {
		return this.label.bound();
	}

	/**
	 * One line of the file, with its newline.
	 */
	String toLine() {
		Map<String, Json> members = new LinkedHashMap<>(this.label.toJson().members());
		members.put("owner", new JsonString(fingerprint(owner())));
		members.putAll(this.sealed.toJson());
		return JsonText.compact(JsonObject.copyOf(members)) + "\n";
	}

	/**
	 * Reads a line without its newline; empty if it does not have the form of a record.
	 */
	static Optional<KeyRecord> find(byte[] line) {
		try {
			return (JsonReader.read(line) instanceof JsonObject members)
					? Sealed.find(members).map((sealed) -> new KeyRecord(Label.of(members), sealed)) : Optional.empty();
		}
		catch (JsonSyntaxException | IllegalArgumentException | DateTimeParseException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Names the owner a second time, so that a damaged record can still be told whose it
	 * is.
	 */
	static String fingerprint(EntryRef owner) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256")
				.digest(owner.toString().getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(hash, 0, 16);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has SHA-256", ex);
		}
	}

	/**
	 * What is written beside the ciphertext in the clear.
	 *
	 * @param number the record's place in the file, from 1
	 * @param facts owner, version and address
	 * @param createdAt when the key was made, in whole seconds
	 */
	record Label(long number, KeyFacts facts, Instant createdAt) {

		Label {
			createdAt = createdAt.truncatedTo(ChronoUnit.SECONDS);
		}

		private static Label of(JsonObject members) {
			Kind kind = Kind.find(KeystoreRecord.text(members, "kind"))
				.orElseThrow(() -> new IllegalArgumentException("kind"));
			EntryRef owner = new EntryRef(kind, new EntryId(KeystoreRecord.text(members, "id")));
			Address address = Address.find(KeystoreRecord.text(members, "address"))
				.orElseThrow(() -> new IllegalArgumentException("address"));
			KeyFacts facts = new KeyFacts(owner, Integer.parseInt(KeystoreRecord.number(members, "version")), address);
			return new Label(Long.parseLong(KeystoreRecord.number(members, "number")), facts,
					Instant.parse(KeystoreRecord.text(members, "created_at")));
		}

		private JsonObject toJson() {
			Map<String, Json> members = new LinkedHashMap<>();
			members.put("number", new JsonNumber(Long.toString(this.number)));
			members.put("kind", new JsonString(this.facts.owner().kind().plural()));
			members.put("id", new JsonString(this.facts.owner().id().value()));
			members.put("version", new JsonNumber(Integer.toString(this.facts.version())));
			members.put("address", new JsonString(this.facts.address().toString()));
			members.put("created_at", new JsonString(this.createdAt.toString()));
			return JsonObject.copyOf(members);
		}

		/**
		 * The associated data: a JSON array, so that no two labels share one.
		 */
		byte[] bound() {
			List<Json> values = new ArrayList<>();
			values.add(new JsonString(FORMAT));
			values.addAll(toJson().members().values());
			return JsonText.compact(new JsonArray(values)).getBytes(US_ASCII);
		}

	}

}
