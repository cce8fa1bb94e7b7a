package dev.registrysync.identity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

import dev.registrysync.registry.JsonArray;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;

/**
 * Examples that other implementations made too.
 */
final class Vectors {

	private Vectors() {
	}

	static List<JsonObject> read(String name) {
		try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + name)) {
			JsonArray vectors = (JsonArray) JsonReader.read(Objects.requireNonNull(in).readAllBytes());
			return vectors.values().stream().map(JsonObject.class::cast).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String text(JsonObject vector, String name) {
		return vector.findText(name).orElseThrow();
	}

	static long number(JsonObject vector, String name) {
		return Long.parseLong(((JsonNumber) vector.find(name).orElseThrow()).text());
	}

	static PrivateKey privateKey(JsonObject vector) {
		return PrivateKey.copyOf(HexFormat.of().parseHex(text(vector, "private_key").substring(2)));
	}

}
