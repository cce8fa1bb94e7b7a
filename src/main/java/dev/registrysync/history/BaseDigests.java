package dev.registrysync.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.registrysync.history.Base.Side;
import dev.registrysync.history.JournalRecord.BaseName;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonArray;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;

/**
 * Writes the digests of bases as JSON, and reads them back.
 */
final class BaseDigests {

	private static final String SIDE = "side";

	private BaseDigests() {
	}

	static JsonArray toJson(Map<BaseName, String> bases) {
		List<Json> json = new ArrayList<>();
		bases.forEach((name, digest) -> json.add(toJson(name).with("digest", digest)));
		return new JsonArray(json);
	}

	/**
	 * The side is told only where it is not the one that lines had before there were two.
	 */
	private static JsonObject toJson(BaseName name) {
		JsonObject json = JsonObject.of("source", new JsonString(name.source())).with("kind", name.kind().plural());
		return (name.side() == Side.BASE) ? json : json.with(SIDE, name.side().text());
	}

	/**
	 * Reads them.
	 * @throws IllegalArgumentException if they are none of ours
	 */
	static Map<BaseName, String> fromJson(JsonArray json) {
		Map<BaseName, String> bases = new LinkedHashMap<>();
		for (Json value : json.values()) {
			if (!(value instanceof JsonObject base)) {
				throw new IllegalArgumentException("a base is not an object");
			}
			BaseName name = new BaseName(Members.text(base, "source"), Members.kind(Members.text(base, "kind")),
					side(base));
			bases.put(name, Members.text(base, "digest"));
		}
		return bases;
	}

	private static Side side(JsonObject base) {
		String name = base.has(SIDE) ? Members.text(base, SIDE) : Side.BASE.text();
		return Stream.of(Side.values())
			.filter((side) -> side.text().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("there is no side " + name));
	}

}
