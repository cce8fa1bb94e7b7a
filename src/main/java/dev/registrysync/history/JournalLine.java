package dev.registrysync.history;

import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import dev.registrysync.history.JournalRecord.BaseName;
import dev.registrysync.history.JournalRecord.Checkpoint;
import dev.registrysync.history.JournalRecord.Committed;
import dev.registrysync.history.JournalRecord.Noted;
import dev.registrysync.history.JournalRecord.Restored;
import dev.registrysync.history.JournalRecord.Revoked;
import dev.registrysync.history.JournalRecord.TakenBack;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.ContentDigest;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonArray;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import org.jspecify.annotations.Nullable;

/**
 * Writes a record as a JSON object, and reads it back.
 */
final class JournalLine {

	static final String COMMIT = "COMMIT";

	private static final String ABORT = "ABORT";

	private static final String NOTE = "NOTE";

	private static final String REVOKE = "REVOKE";

	private static final String CHECKPOINT = "CHECKPOINT";

	private static final String RESTORE = "RESTORE";

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
			json.put("documents", DocumentDigestsJson.toJson(commit.documents()));
			json.put("attested", attestedToJson(commit.attested()));
			json.put("keys", KeyJson.toJson(commit.keys()));
			json.put("bases", BaseDigests.toJson(commit.bases()));
			json.putAll(EntryChangesJson.toJson(commit.edits()));
			json.putAll(EntryChangesJson.toJson(commit.withdrawals()));
		}
		else if (record instanceof TakenBack takenBack) {
			json.putAll(head(ABORT, record, context));
			json.put("kinds", kindsToJson(takenBack.kinds()));
		}
		else if (record instanceof Noted noted) {
			json.putAll(head(NOTE, record, context));
			json.put("bases", BaseDigests.toJson(noted.bases()));
			json.putAll(EntryChangesJson.toJson(noted.edits()));
		}
		else if (record instanceof Revoked revoked) {
			json.putAll(head(REVOKE, record, context));
			json.put("key", KeyJson.revokedToJson(revoked.key()));
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
		return JsonObject.copyOf(json);
	}

	private static Map<String, Json> head(String type, JournalRecord record, JsonObject context) {
		Map<String, Json> json = new LinkedHashMap<>();
		json.put("type", new JsonString(type));
		json.put("revision", Members.number(record.revision().number()));
		json.putAll(context.members());
		return json;
	}

	private static JsonObject attestedToJson(Map<EntryRef, AttestedContent> attested) {
		return Members.byKind(attested, (content) -> JsonObject.of("content", new JsonString(content.content().text()))
			.with("key_version", Members.number(content.keyVersion())));
	}

	private static JsonArray kindsToJson(Collection<Kind> kinds) {
		return new JsonArray(kinds.stream().<Json>map((kind) -> new JsonString(kind.plural())).toList());
	}

	/**
	 * Reads a line.
	 * @throws IllegalArgumentException if it is none of ours
	 */
	static JournalRecord fromJson(JsonObject json) {
		return fromJson(json, null);
	}

	/**
	 * Reads a line.
	 * @param plain what it says of each entry, if that was read already
	 * @throws IllegalArgumentException if it is none of ours
	 */
	static JournalRecord fromJson(JsonObject json, @Nullable PlainEntries plain) {
		Revision revision = new Revision(Members.number(json, "revision"));
		String type = Members.text(json, "type");
		return switch (type) {
			case COMMIT -> new Committed(revision, Members.instant(json, "at"),
					DocumentDigestsJson.fromJson(Members.object(json, "documents")),
					(plain != null) ? plain.attested() : attestedFromJson(json, revision),
					(plain != null) ? plain.keys() : KeyJson.keysFromJson(json), bases(json),
					EntryChangesJson.edits(json), EntryChangesJson.withdrawals(json), Decision.find(json));
			case ABORT -> new TakenBack(revision, kindsFromJson(json));
			case NOTE -> new Noted(revision, bases(json), EntryChangesJson.edits(json));
			case CHECKPOINT -> checkpoint(revision, json, plain);
			case RESTORE -> new Restored(revision, KnownStateJson.fromJson(json, plain));
			case REVOKE -> new Revoked(revision, KeyJson.revokedFromJson(Members.object(json, "key")));
			default -> throw new IllegalArgumentException("there is no record of type " + type);
		};
	}

	private static Checkpoint checkpoint(Revision revision, JsonObject json, @Nullable PlainEntries plain) {
		JsonObject dropped = Members.object(json, "dropped");
		return new Checkpoint(revision, Members.number(dropped, "lines"), Members.number(dropped, "bytes"),
				KnownStateJson.fromJson(json, plain));
	}

	private static Map<EntryRef, AttestedContent> attestedFromJson(JsonObject json, Revision revision) {
		return Members.byRef(Members.object(json, "attested"),
				(ref, content) -> new AttestedContent(new ContentDigest(Members.text(content, "content")), revision,
						Members.version(content, "key_version")));
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

}
