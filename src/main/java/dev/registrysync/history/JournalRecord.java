package dev.registrysync.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import dev.registrysync.history.Commit.DocumentDigests;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.identity.ContentDigest;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonArray;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import dev.registrysync.registry.Sha256;

/**
 * One line of the journal.
 *
 * @param type what it records
 * @param revision the revision it is about, or the last one
 * @param documents the documents' digests before and after, for a commit
 * @param attested what was attested, for a commit
 * @param keys the keys of the entries whose address a commit writes or changes
 * @param bases the digest of each base that it changes
 */
record JournalRecord(Type type, Revision revision, Map<Kind, DocumentDigests> documents,
		Map<EntryRef, AttestedContent> attested, Map<EntryRef, CommittedKey> keys, Map<BaseName, String> bases) {

	/**
	 * The line that takes this commit's documents of the given kinds back.
	 */
	JournalRecord abort(Set<Kind> kinds) {
		Map<Kind, DocumentDigests> takenBack = new LinkedHashMap<>(this.documents);
		takenBack.keySet().retainAll(kinds);
		return new JournalRecord(Type.ABORT, this.revision, takenBack, Map.of(), Map.of(), Map.of());
	}

	/**
	 * What is left of this commit without the given kinds.
	 */
	JournalRecord without(Set<Kind> kinds) {
		if (kinds.isEmpty()) {
			return this;
		}
		Map<Kind, DocumentDigests> documents = new LinkedHashMap<>(this.documents);
		documents.keySet().removeAll(kinds);
		Map<EntryRef, AttestedContent> attested = new LinkedHashMap<>(this.attested);
		attested.keySet().removeIf((ref) -> kinds.contains(ref.kind()));
		Map<EntryRef, CommittedKey> keys = new LinkedHashMap<>(this.keys);
		keys.keySet().removeIf((ref) -> kinds.contains(ref.kind()));
		Map<BaseName, String> bases = new LinkedHashMap<>(this.bases);
		bases.keySet().removeIf((name) -> kinds.contains(name.kind()));
		return new JournalRecord(this.type, this.revision, documents, attested, keys, bases);
	}

	static JournalRecord rebase(Revision revision, Map<BaseName, String> bases) {
		return new JournalRecord(Type.REBASE, revision, Map.of(), Map.of(), Map.of(), bases);
	}

	static JournalRecord commit(Commit commit, Map<BaseName, String> bases) {
		return new JournalRecord(Type.COMMIT, commit.revision(), commit.documents(), commit.attested(), commit.keys(),
				bases);
	}

	/**
	 * The line's members.
	 * @param previous the digest of the line before
	 * @param context who and when, for a person who reads the journal
	 */
	JsonObject toJson(String previous, JsonObject context) {
		Map<String, Json> json = new LinkedHashMap<>();
		json.put("type", new JsonString(this.type.name()));
		json.put("revision", number(this.revision));
		json.putAll(context.members());
		json.put("documents", documentsToJson());
		json.put("attested", attestedToJson());
		json.put("keys", keysToJson());
		json.put("bases", basesToJson());
		json.put("previous", new JsonString(previous));
		return JsonObject.copyOf(json);
	}

	/**
	 * Who and when of a commit.
	 */
	static JsonObject context(Commit commit) {
		return JsonObject.of("sync_id", new JsonString(commit.syncId())).with("at", at(commit.at()));
	}

	static Json at(Instant time) {
		return new JsonString(time.toString());
	}

	private JsonObject documentsToJson() {
		Map<String, Json> json = new LinkedHashMap<>();
		this.documents.forEach((kind, digests) -> json.put(kind.plural(),
				JsonObject.of("before", digests.before().<Json>map(JsonString::new).orElse(JsonLiteral.NULL))
					.with("after", digests.after())));
		return JsonObject.copyOf(json);
	}

	private JsonObject attestedToJson() {
		return byKind(this.attested, (content) -> JsonObject.of("content", new JsonString(content.content().text()))
			.with("key_version", number(content.keyVersion())));
	}

	private JsonObject keysToJson() {
		return byKind(this.keys, (key) -> {
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

	private JsonArray basesToJson() {
		List<Json> json = new ArrayList<>();
		this.bases.forEach((name,
				digest) -> json.add(JsonObject.of("source", new JsonString(name.source()))
					.with("kind", name.kind().plural())
					.with("digest", digest)));
		return new JsonArray(json);
	}

	/**
	 * Reads a line.
	 * @throws IllegalArgumentException if it is none of ours
	 */
	static JournalRecord fromJson(JsonObject json) {
		Revision revision = new Revision(Long.parseLong(member(json, "revision", JsonNumber.class).text()));
		return new JournalRecord(Type.valueOf(member(json, "type", JsonString.class).value()), revision,
				documentsFromJson(member(json, "documents", JsonObject.class)),
				attestedFromJson(member(json, "attested", JsonObject.class), revision), keysFromJson(json),
				basesFromJson(member(json, "bases", JsonArray.class)));
	}

	/**
	 * The digest of the line before, as a line has it.
	 */
	static String previous(JsonObject json) {
		return member(json, "previous", JsonString.class).value();
	}

	private static Map<Kind, DocumentDigests> documentsFromJson(JsonObject json) {
		Map<Kind, DocumentDigests> documents = new EnumMap<>(Kind.class);
		for (String name : json.names()) {
			JsonObject digests = member(json, name, JsonObject.class);
			documents.put(kind(name), new DocumentDigests(digests.findText("before"),
					member(digests, "after", JsonString.class).value()));
		}
		return documents;
	}

	private static Map<EntryRef, AttestedContent> attestedFromJson(JsonObject json, Revision revision) {
		Map<EntryRef, AttestedContent> attested = new LinkedHashMap<>();
		for (String name : json.names()) {
			JsonObject contents = member(json, name, JsonObject.class);
			contents.members()
				.forEach((id, content) -> attested.put(EntryRef.of(kind(name), id), attested(content, revision)));
		}
		return attested;
	}

	/**
	 * Before keys had versions, the digest stood by itself.
	 */
	private static AttestedContent attested(Json json, Revision revision) {
		if (json instanceof JsonString digest) {
			return new AttestedContent(new ContentDigest(digest.value()), revision, 1);
		}
		if (json instanceof JsonObject content) {
			return new AttestedContent(new ContentDigest(member(content, "content", JsonString.class).value()),
					revision, version(content, "key_version"));
		}
		throw new IllegalArgumentException("an attested content is neither an object nor a digest");
	}

	/**
	 * Lines from before keys had versions do not have the member.
	 */
	private static Map<EntryRef, CommittedKey> keysFromJson(JsonObject json) {
		Map<EntryRef, CommittedKey> keys = new LinkedHashMap<>();
		JsonObject byKind = json.has("keys") ? member(json, "keys", JsonObject.class) : JsonObject.EMPTY;
		for (String name : byKind.names()) {
			JsonObject ofKind = member(byKind, name, JsonObject.class);
			for (String id : ofKind.names()) {
				JsonObject key = member(ofKind, id, JsonObject.class);
				keys.put(EntryRef.of(kind(name), id), new CommittedKey(version(key, "version"), address(key, "address"),
						key.has("succeeds") ? address(key, "succeeds") : null));
			}
		}
		return keys;
	}

	private static int version(JsonObject json, String name) {
		return Integer.parseInt(member(json, name, JsonNumber.class).text());
	}

	private static Address address(JsonObject json, String name) {
		return Address.find(member(json, name, JsonString.class).value())
			.orElseThrow(() -> new IllegalArgumentException("the member \"" + name + "\" is no address"));
	}

	private static Map<BaseName, String> basesFromJson(JsonArray json) {
		Map<BaseName, String> bases = new LinkedHashMap<>();
		for (Json value : json.values()) {
			if (!(value instanceof JsonObject base)) {
				throw new IllegalArgumentException("a base is not an object");
			}
			bases.put(
					new BaseName(member(base, "source", JsonString.class).value(),
							kind(member(base, "kind", JsonString.class).value())),
					member(base, "digest", JsonString.class).value());
		}
		return bases;
	}

	private static Kind kind(String name) {
		return Kind.find(name).orElseThrow(() -> new IllegalArgumentException("there is no kind " + name));
	}

	private static <T extends Json> T member(JsonObject json, String name, Class<T> type) {
		return json.find(name)
			.filter(type::isInstance)
			.map(type::cast)
			.orElseThrow(
					() -> new IllegalArgumentException("the member \"" + name + "\" is missing or of another type"));
	}

	private static JsonNumber number(Revision revision) {
		return new JsonNumber(revision.toString());
	}

	private static JsonNumber number(int version) {
		return new JsonNumber(Integer.toString(version));
	}

	/** The digest that the first line has for the line before it. */
	static final String NO_LINE = Sha256.of(new byte[0]);

	enum Type {

		COMMIT, ABORT, REBASE

	}

	/**
	 * Names one base.
	 *
	 * @param source whose it is
	 * @param kind of which kind
	 */
	record BaseName(String source, Kind kind) {
	}

}
