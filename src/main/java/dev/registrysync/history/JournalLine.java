package dev.registrysync.history;

import java.time.Instant;
import java.time.format.DateTimeParseException;
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
import dev.registrysync.history.JournalRecord.Checkpoint;
import dev.registrysync.history.JournalRecord.Committed;
import dev.registrysync.history.JournalRecord.Noted;
import dev.registrysync.history.JournalRecord.Ran;
import dev.registrysync.history.JournalRecord.Restored;
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

	private static final String CHECKPOINT = "CHECKPOINT";

	private static final String RESTORE = "RESTORE";

	private static final String RUN = "RUN";

	/** The member that has what is told of a run. */
	static final String TOLD = "run";

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
		else if (record instanceof Checkpoint checkpoint) {
			json.putAll(head(CHECKPOINT, record, context));
			json.put("dropped", JsonObject.of("lines", Members.number(checkpoint.lines()))
				.with("bytes", Members.number(checkpoint.bytes())));
			json.putAll(KnownStateJson.toJson(checkpoint.state()));
		}
		else if (record instanceof Restored restored) {
			json.putAll(head(RESTORE, record, context));
			json.putAll(KnownStateJson.toJson(restored.state()));
		}
		else if (record instanceof Ran ran) {
			json.putAll(head(RUN, record, context));
			json.put(TOLD, ran.told());
		}
		return JsonObject.copyOf(json);
	}

	private static Map<String, Json> head(String type, JournalRecord record, JsonObject context) {
		Map<String, Json> json = new LinkedHashMap<>();
		json.put("type", new JsonString(type));
		json.put("revision", Members.number(record.revision().number()));
		json.putAll(context.members());
		return json;
	}

	static JsonObject documentsToJson(Map<Kind, DocumentDigests> documents) {
		Map<String, Json> json = new LinkedHashMap<>();
		documents.forEach((kind, digests) -> json.put(kind.plural(),
				JsonObject.of("before", digests.before().<Json>map(JsonString::new).orElse(JsonLiteral.NULL))
					.with("after", digests.after())));
		return JsonObject.copyOf(json);
	}

	private static JsonObject attestedToJson(Map<EntryRef, AttestedContent> attested) {
		return Members.byKind(attested, (content) -> JsonObject.of("content", new JsonString(content.content().text()))
			.with("key_version", Members.number(content.keyVersion())));
	}

	static JsonObject keysToJson(Map<EntryRef, CommittedKey> keys) {
		return Members.byKind(keys, (key) -> {
			JsonObject json = JsonObject.of("version", Members.number(key.version()))
				.with("address", key.address().toString());
			return key.findSucceeds().map((older) -> json.with("succeeds", older.toString())).orElse(json);
		});
	}

	private static Map<String, Json> editsToJson(ExternalEdits edits) {
		Map<String, Json> json = new LinkedHashMap<>();
		json.put("originals", Members.byKind(edits.originals(), Entry::members));
		json.put("forgotten", refsToJson(edits.forgotten()));
		return json;
	}

	/**
	 * They are rare, and left out where there are none.
	 */
	private static Map<String, Json> withdrawalsToJson(Withdrawals withdrawals) {
		Map<String, Json> json = new LinkedHashMap<>();
		if (!withdrawals.made().isEmpty()) {
			json.put(WITHDRAWN, Members.byKind(withdrawals.made(), Entry::members));
		}
		if (!withdrawals.ended().isEmpty()) {
			json.put(RETURNED, refsToJson(withdrawals.ended()));
		}
		return json;
	}

	private static JsonObject refsToJson(Set<EntryRef> refs) {
		Map<EntryRef, JsonObject> members = new LinkedHashMap<>();
		refs.forEach((ref) -> members.put(ref, JsonObject.EMPTY));
		return Members.byKind(members, (none) -> none);
	}

	private static JsonArray kindsToJson(Collection<Kind> kinds) {
		return new JsonArray(kinds.stream().<Json>map((kind) -> new JsonString(kind.plural())).toList());
	}

	static JsonObject revokedToJson(KnownKey key) {
		KeyFacts facts = key.facts();
		return JsonObject.of("kind", new JsonString(facts.owner().kind().plural()))
			.with("id", facts.owner().id().value())
			.with("version", Members.number(facts.version()))
			.with("address", facts.address().toString())
			.with("from_revision", Members.number(key.findRevokedFrom().orElseThrow().number()));
	}

	/**
	 * Reads a line.
	 * @throws IllegalArgumentException if it is none of ours
	 */
	static JournalRecord fromJson(JsonObject json) {
		Revision revision = new Revision(Members.number(json, "revision"));
		String type = Members.text(json, "type");
		return switch (type) {
			case COMMIT -> new Committed(revision, Members.instant(json, "at"),
					documentsFromJson(Members.object(json, "documents")),
					Members.byRef(Members.object(json, "attested"), (ref, content) -> attested(content, revision)),
					Members.byRef(Members.object(json, "keys"), (ref, key) -> key(key)), bases(json),
					editsFromJson(json), withdrawalsFromJson(json));
			case ABORT -> new TakenBack(revision, kindsFromJson(json));
			case NOTE -> new Noted(revision, bases(json), editsFromJson(json));
			case CHECKPOINT -> checkpoint(revision, json);
			case RESTORE -> new Restored(revision, KnownStateJson.fromJson(json));
			case REVOKE -> new Revoked(revision, revokedFromJson(Members.object(json, "key")));
			case RUN -> new Ran(revision, Members.object(json, TOLD));
			default -> throw new IllegalArgumentException("there is no record of type " + type);
		};
	}

	private static Checkpoint checkpoint(Revision revision, JsonObject json) {
		JsonObject dropped = Members.object(json, "dropped");
		return new Checkpoint(revision, Members.number(dropped, "lines"), Members.number(dropped, "bytes"),
				KnownStateJson.fromJson(json));
	}

	static Map<Kind, DocumentDigests> documentsFromJson(JsonObject json) {
		Map<Kind, DocumentDigests> documents = new EnumMap<>(Kind.class);
		for (String name : json.names()) {
			JsonObject digests = Members.object(json, name);
			documents.put(Members.kind(name),
					new DocumentDigests(digests.findText("before"), Members.text(digests, "after")));
		}
		return documents;
	}

	private static AttestedContent attested(JsonObject json, Revision revision) {
		return new AttestedContent(new ContentDigest(Members.text(json, "content")), revision,
				Members.version(json, "key_version"));
	}

	static CommittedKey key(JsonObject json) {
		return new CommittedKey(Members.version(json, "version"), Members.address(json, "address"),
				json.has("succeeds") ? Members.address(json, "succeeds") : null);
	}

	private static Set<Kind> kindsFromJson(JsonObject json) {
		Set<Kind> kinds = EnumSet.noneOf(Kind.class);
		for (Json name : Members.member(json, "kinds", JsonArray.class).values()) {
			kinds.add(Members.kind((name instanceof JsonString text) ? text.value() : name.toString()));
		}
		return kinds;
	}

	private static Map<BaseName, String> bases(JsonObject json) {
		return BaseDigests.fromJson(Members.member(json, "bases", JsonArray.class));
	}

	private static ExternalEdits editsFromJson(JsonObject json) {
		return new ExternalEdits(Members.byRef(Members.object(json, "originals"), Entry::new),
				Members.byRef(Members.object(json, "forgotten"), (ref, none) -> none).keySet());
	}

	private static Withdrawals withdrawalsFromJson(JsonObject json) {
		JsonObject made = json.has(WITHDRAWN) ? Members.object(json, WITHDRAWN) : JsonObject.EMPTY;
		JsonObject ended = json.has(RETURNED) ? Members.object(json, RETURNED) : JsonObject.EMPTY;
		return new Withdrawals(Members.byRef(made, Entry::new), Members.byRef(ended, (ref, none) -> none).keySet());
	}

	static KnownKey revokedFromJson(JsonObject json) {
		KeyFacts facts = new KeyFacts(EntryRef.of(Members.kind(Members.text(json, "kind")), Members.text(json, "id")),
				Members.version(json, "version"), Members.address(json, "address"));
		return KnownKey.revoked(facts, new Revision(Members.number(json, "from_revision")));
	}

}
