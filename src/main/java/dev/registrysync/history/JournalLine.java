package dev.registrysync.history;

import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

import dev.registrysync.history.Commit.DocumentDigests;
import dev.registrysync.history.JournalRecord.BaseName;
import dev.registrysync.history.JournalRecord.Committed;
import dev.registrysync.history.JournalRecord.Noted;
import dev.registrysync.history.JournalRecord.Revoked;
import dev.registrysync.history.JournalRecord.TakenBack;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.identity.ContentDigest;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonArray;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;

/**
 * Writes a record as a JSON object, and reads it back.
 */
final class JournalLine {

	private static final String COMMIT = "COMMIT";

	private static final String ABORT = "ABORT";

	private static final String NOTE = "NOTE";

	private static final String REVOKE = "REVOKE";

	private static final String WITHDRAWN = "withdrawn";

	private static final String RETURNED = "returned";

	private JournalLine() {
	}

	/**
	 * The members of a line but for its link to the line before.
	 * @param context who and when, for a person who reads the journal
	 */
	static JsonObject toJson(JournalRecord record, JsonObject context) {
		Map<String, Json> json = new LinkedHashMap<>();
		if (record instanceof Committed commit) {
			json.putAll(head(COMMIT, record, context));
			json.put("documents", documentsToJson(commit.documents()));
			json.put("attested", attestedToJson(commit.attested()));
			json.put("keys", keysToJson(commit.keys()));
			json.put("bases", BaseDigests.toJson(commit.bases()));
			json.putAll(editsToJson(commit.edits()));
			json.putAll(withdrawalsToJson(commit.withdrawals()));
		}
		else if (record instanceof TakenBack takenBack) {
			json.putAll(head(ABORT, record, context));
			json.put("kinds", kindsToJson(takenBack.kinds()));
		}
		else if (record instanceof Noted noted) {
			json.putAll(head(NOTE, record, context));
			json.put("bases", BaseDigests.toJson(noted.bases()));
			json.putAll(editsToJson(noted.edits()));
		}
		else if (record instanceof Revoked revoked) {
			json.putAll(head(REVOKE, record, context));
			json.put("key", revokedToJson(revoked.key()));
		}
		return JsonObject.copyOf(json);
	}

	private static Map<String, Json> head(String type, JournalRecord record, JsonObject context) {
		Map<String, Json> json = new LinkedHashMap<>();
		json.put("type", new JsonString(type));
		json.put("revision", number(record.revision().number()));
		json.putAll(context.members());
		return json;
	}

	private static JsonObject documentsToJson(Map<Kind, DocumentDigests> documents) {
		Map<String, Json> json = new LinkedHashMap<>();
		documents.forEach((kind, digests) -> json.put(kind.plural(),
				JsonObject.of("before", digests.before().<Json>map(JsonString::new).orElse(JsonLiteral.NULL))
					.with("after", digests.after())));
		return JsonObject.copyOf(json);
	}

	private static JsonObject attestedToJson(Map<EntryRef, AttestedContent> attested) {
		return byKind(attested, (content) -> JsonObject.of("content", new JsonString(content.content().text()))
			.with("key_version", number(content.keyVersion())));
	}

	private static JsonObject keysToJson(Map<EntryRef, CommittedKey> keys) {
		return byKind(keys, (key) -> {
			JsonObject json = JsonObject.of("version", number(key.version())).with("address", key.address().toString());
			return key.findSucceeds().map((older) -> json.with("succeeds", older.toString())).orElse(json);
		});
	}

	private static <T> JsonObject byKind(Map<EntryRef, T> values, Function<T, Json> toJson) {
		Map<Kind, Map<String, Json>> json = new EnumMap<>(Kind.class);
		values.forEach((ref, value) -> json.computeIfAbsent(ref.kind(), (kind) -> new LinkedHashMap<>())
			.put(ref.id().value(), toJson.apply(value)));
		JsonObject object = JsonObject.EMPTY;
		for (Map.Entry<Kind, Map<String, Json>> kind : json.entrySet()) {
			object = object.with(kind.getKey().plural(), JsonObject.copyOf(kind.getValue()));
		}
		return object;
	}

	private static Map<String, Json> editsToJson(ExternalEdits edits) {
		Map<String, Json> json = new LinkedHashMap<>();
		json.put("originals", byKind(edits.originals(), Entry::members));
		json.put("forgotten", refsToJson(edits.forgotten()));
		return json;
	}

	/**
	 * They are rare, and left out where there are none.
	 */
	private static Map<String, Json> withdrawalsToJson(Withdrawals withdrawals) {
		Map<String, Json> json = new LinkedHashMap<>();
		if (!withdrawals.made().isEmpty()) {
			json.put(WITHDRAWN, byKind(withdrawals.made(), Entry::members));
		}
		if (!withdrawals.ended().isEmpty()) {
			json.put(RETURNED, refsToJson(withdrawals.ended()));
		}
		return json;
	}

	private static JsonObject refsToJson(Set<EntryRef> refs) {
		Map<EntryRef, JsonObject> members = new LinkedHashMap<>();
		refs.forEach((ref) -> members.put(ref, JsonObject.EMPTY));
		return byKind(members, (none) -> none);
	}

	private static JsonArray kindsToJson(Collection<Kind> kinds) {
		return new JsonArray(kinds.stream().<Json>map((kind) -> new JsonString(kind.plural())).toList());
	}

	private static JsonObject revokedToJson(KnownKey key) {
		KeyFacts facts = key.facts();
		return JsonObject.of("kind", new JsonString(facts.owner().kind().plural()))
			.with("id", facts.owner().id().value())
			.with("version", number(facts.version()))
			.with("address", facts.address().toString())
			.with("from_revision", number(key.findRevokedFrom().orElseThrow().number()));
	}

	/**
	 * Reads a line.
	 * @throws IllegalArgumentException if it is none of ours
	 */
	static JournalRecord fromJson(JsonObject json) {
		Revision revision = new Revision(number(json, "revision"));
		String type = text(json, "type");
		return switch (type) {
			case COMMIT -> new Committed(revision, documentsFromJson(object(json, "documents")),
					byRef(object(json, "attested"), (ref, content) -> attested(content, revision)),
					byRef(object(json, "keys"), (ref, key) -> key(key)), bases(json), editsFromJson(json),
					withdrawalsFromJson(json));
			case ABORT -> new TakenBack(revision, kindsFromJson(json));
			case NOTE -> new Noted(revision, bases(json), editsFromJson(json));
			case REVOKE -> new Revoked(revision, revokedFromJson(object(json, "key")));
			default -> throw new IllegalArgumentException("there is no record of type " + type);
		};
	}

	private static Map<Kind, DocumentDigests> documentsFromJson(JsonObject json) {
		Map<Kind, DocumentDigests> documents = new EnumMap<>(Kind.class);
		for (String name : json.names()) {
			JsonObject digests = object(json, name);
			documents.put(kind(name), new DocumentDigests(digests.findText("before"), text(digests, "after")));
		}
		return documents;
	}

	private static <T> Map<EntryRef, T> byRef(JsonObject json, BiFunction<EntryRef, JsonObject, T> fromJson) {
		Map<EntryRef, T> values = new LinkedHashMap<>();
		for (String name : json.names()) {
			JsonObject ofKind = object(json, name);
			for (String id : ofKind.names()) {
				EntryRef ref = EntryRef.of(kind(name), id);
				values.put(ref, fromJson.apply(ref, object(ofKind, id)));
			}
		}
		return values;
	}

	private static AttestedContent attested(JsonObject json, Revision revision) {
		return new AttestedContent(new ContentDigest(text(json, "content")), revision, version(json, "key_version"));
	}

	private static CommittedKey key(JsonObject json) {
		return new CommittedKey(version(json, "version"), address(json, "address"),
				json.has("succeeds") ? address(json, "succeeds") : null);
	}

	private static Set<Kind> kindsFromJson(JsonObject json) {
		Set<Kind> kinds = EnumSet.noneOf(Kind.class);
		for (Json name : member(json, "kinds", JsonArray.class).values()) {
			kinds.add(kind((name instanceof JsonString text) ? text.value() : name.toString()));
		}
		return kinds;
	}

	private static Map<BaseName, String> bases(JsonObject json) {
		return BaseDigests.fromJson(member(json, "bases", JsonArray.class));
	}

	private static ExternalEdits editsFromJson(JsonObject json) {
		return new ExternalEdits(byRef(object(json, "originals"), Entry::new),
				byRef(object(json, "forgotten"), (ref, none) -> none).keySet());
	}

	private static Withdrawals withdrawalsFromJson(JsonObject json) {
		JsonObject made = json.has(WITHDRAWN) ? object(json, WITHDRAWN) : JsonObject.EMPTY;
		JsonObject ended = json.has(RETURNED) ? object(json, RETURNED) : JsonObject.EMPTY;
		return new Withdrawals(byRef(made, Entry::new), byRef(ended, (ref, none) -> none).keySet());
	}

	private static KnownKey revokedFromJson(JsonObject json) {
		KeyFacts facts = new KeyFacts(EntryRef.of(kind(text(json, "kind")), text(json, "id")), version(json, "version"),
				address(json, "address"));
		return KnownKey.revoked(facts, new Revision(number(json, "from_revision")));
	}

	/**
	 * The kind that a text names.
	 */
	static Kind kind(String name) {
		return Kind.find(name).orElseThrow(() -> new IllegalArgumentException("there is no kind " + name));
	}

	private static int version(JsonObject json, String name) {
		return Math.toIntExact(number(json, name));
	}

	private static Address address(JsonObject json, String name) {
		return Address.find(text(json, name))
			.orElseThrow(() -> new IllegalArgumentException("the member \"" + name + "\" is no address"));
	}

	private static JsonNumber number(long value) {
		return new JsonNumber(Long.toString(value));
	}

	private static long number(JsonObject json, String name) {
		return Long.parseLong(member(json, name, JsonNumber.class).text());
	}

	/**
	 * A member that has to be a text.
	 */
	static String text(JsonObject json, String name) {
		return member(json, name, JsonString.class).value();
	}

	private static JsonObject object(JsonObject json, String name) {
		return member(json, name, JsonObject.class);
	}

	private static <T extends Json> T member(JsonObject json, String name, Class<T> type) {
		return json.find(name)
			.filter(type::isInstance)
			.map(type::cast)
			.orElseThrow(
					() -> new IllegalArgumentException("the member \"" + name + "\" is missing or of another type"));
	}

}
