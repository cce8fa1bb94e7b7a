package dev.registrysync.registry;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * When and by whom a document was last updated.
 *
 * @param at the time
 */
public record DocumentStamp(Instant at) {

	/** Who updates: the name that the platform's readers know. */
	public static final String UPDATED_BY = "registry_sync_tool";

	static final String AT_MEMBER = "last_updated_at";

	static final String BY_MEMBER = "last_updated_by";

	/** The members that a stamp sets. */
	static final Set<String> NAMES = Set.of(AT_MEMBER, BY_MEMBER);

	static final DocumentStamp UNSTAMPED = new DocumentStamp(Instant.EPOCH);

	/** The agents document of the platform is at this version of its schema. */
	private static final String AGENTS_SCHEMA_VERSION = "1.0";

	/**
	 * The two members with their values.
	 */
	Map<String, Json> members() {
		Map<String, Json> members = new LinkedHashMap<>();
		members.put(AT_MEMBER, JsonNumber.epochSeconds(this.at));
		members.put(BY_MEMBER, new JsonString(UPDATED_BY));
		return members;
	}

	JsonObject on(JsonObject document) {
		JsonObject stamped = document;
		for (Map.Entry<String, Json> member : members().entrySet()) {
			stamped = stamped.with(member.getKey(), member.getValue());
		}
		return stamped;
	}

	static JsonObject newDocument(Kind kind) {
		JsonObject document = UNSTAMPED.on(JsonObject.EMPTY).with(kind.envelope(), JsonObject.EMPTY);
		return switch (kind) {
			case AGENTS -> document.with("agents_schema_version", AGENTS_SCHEMA_VERSION);
			case TOOLS -> document;
		};
	}

}
