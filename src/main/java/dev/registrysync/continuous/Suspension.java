package dev.registrysync.continuous;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.JsonText;

/**
 * Continuous sync is off for a while.
 *
 * @param reason why, in somebody's words
 * @param by who said so
 * @param since when they did
 * @param until when it ends by itself
 */
record Suspension(String reason, String by, Instant since, Instant until) {

	Suspension {
		if (reason.isBlank()) {
			throw new IllegalArgumentException("a suspension has a reason");
		}
		if (!until.isAfter(since)) {
			throw new IllegalArgumentException("a suspension ends after it has begun");
		}
	}

	boolean isOver(Instant now) {
		return !now.isBefore(this.until);
	}

	byte[] toBytes() {
		return JsonText.compactBytes(JsonObject.of("reason", new JsonString(this.reason))
			.with("by", this.by)
			.with("since", this.since.toString())
			.with("until", this.until.toString()));
	}

	/**
	 * Reads one; empty if it is none of ours.
	 */
	static Optional<Suspension> find(byte[] bytes) {
		try {
			Json json = JsonReader.read(bytes);
			return (json instanceof JsonObject members) ? Optional.of(of(members)) : Optional.empty();
		}
		catch (JsonSyntaxException | IllegalArgumentException | DateTimeException ex) {
			return Optional.empty();
		}
	}

	private static Suspension of(JsonObject members) {
		return new Suspension(text(members, "reason"), text(members, "by"), Instant.parse(text(members, "since")),
				Instant.parse(text(members, "until")));
	}

	private static String text(JsonObject members, String name) {
		return members.findText(name).orElseThrow(() -> new IllegalArgumentException(name));
	}

}
