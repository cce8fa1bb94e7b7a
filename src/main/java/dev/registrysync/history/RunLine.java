package dev.registrysync.history;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.registrysync.registry.JsonArray;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonString;

/**
 * Knows the lines of a journal that are about runs by their first bytes, and reads them.
 */
final class RunLine {

	static final String SYNC_ID = "sync_id";

	/** Names what was decided. */
	static final String DECIDED = "details";

	/** Long enough for all heads. */
	static final int HEAD = 16;

	/** Long enough for all heads with the name of the run, which comes right behind. */
	static final int NAME = 128;

	/** Long enough for all that a line tells of a run, whatever its names are. */
	static final int CAUSE = 1 << 14;

	private static final Pattern DETAILS = Pattern.compile("\"details\":\"(sha256:[0-9a-f]{64})\"");

	private static final Pattern NAMED = Pattern.compile("\"sync_id\":\"([^\"\\\\]++)\"");

	private static final byte[] RUN = head("RUN");

	private static final byte[] COMMIT = head("COMMIT");

	private static final byte[] NOTE = head("NOTE");

	private static final byte[] ABORT = head("ABORT");

	private RunLine() {
	}

	private static byte[] head(String type) {
		return "{\"type\":\"%s\"".formatted(type).getBytes(StandardCharsets.US_ASCII);
	}

	static boolean isRun(byte[] head) {
		return startsWith(head, RUN);
	}

	static boolean isCommit(byte[] head) {
		return startsWith(head, COMMIT);
	}

	static boolean isNote(byte[] head) {
		return startsWith(head, NOTE);
	}

	static boolean isTakenBack(byte[] head) {
		return startsWith(head, ABORT);
	}

	private static boolean startsWith(byte[] line, byte[] head) {
		return line.length >= head.length && Arrays.equals(line, 0, head.length, head, 0, head.length);
	}

	/**
	 * What the line of a run tells.
	 */
	static JsonObject told(byte[] line) {
		return json(line).findObject(JournalLine.TOLD).orElse(JsonObject.EMPTY);
	}

	/**
	 * What the line of a commit or a note tells of its run.
	 */
	static JsonObject cause(byte[] line) {
		JsonObject json = json(line);
		JsonObject cause = JsonObject.EMPTY;
		for (String name : List.of(SYNC_ID, "at", "trigger", "actor", DECIDED, "revision")) {
			if (json.has(name)) {
				cause = cause.with(name, json.find(name).orElseThrow());
			}
		}
		return cause;
	}

	/**
	 * The kinds whose documents the line of a commit names.
	 */
	static Set<String> documents(byte[] line) {
		return json(line).findObject("documents").map(JsonObject::names).orElse(Set.of());
	}

	/**
	 * The kinds whose documents a line takes back.
	 */
	static Set<String> takenBack(byte[] line) {
		Set<String> kinds = new HashSet<>();
		if (json(line).find("kinds").orElse(JsonLiteral.NULL) instanceof JsonArray names) {
			names.values().forEach((name) -> {
				if (name instanceof JsonString text) {
					kinds.add(text.value());
				}
			});
		}
		return kinds;
	}

	/**
	 * The name of the run that a line is about.
	 * @param line it, or its beginning
	 */
	static Optional<String> findSyncId(byte[] line) {
		return find(NAMED, line);
	}

	/**
	 * What a line names that its run decided.
	 * @param line it, or its beginning
	 */
	static Optional<String> findDetails(byte[] line) {
		return find(DETAILS, line);
	}

	private static Optional<String> find(Pattern pattern, byte[] line) {
		Matcher matcher = pattern.matcher(new String(line, StandardCharsets.US_ASCII));
		return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
	}

	private static JsonObject json(byte[] line) {
		return (JsonReader.read(line) instanceof JsonObject json) ? json : JsonObject.EMPTY;
	}

}
