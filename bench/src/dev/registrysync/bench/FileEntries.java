package dev.registrysync.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a registry file has: a hash of each entry, as a tree of a large one would not fit
 * into memory.
 */
final class FileEntries {

	/** A signature, {@code 0x} left out. */
	private static final int SIGNATURE = 130;

	private final Map<String, Long> hashes = new HashMap<>();

	private int attested;

	private FileEntries() {
	}

	static FileEntries read(Path file) throws IOException {
		FileEntries entries = new FileEntries();
		try (InputStream in = Files.newInputStream(file);
				JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), in)) {
			parser.nextToken();
			for (String member = parser.nextName(); member != null; member = parser.nextName()) {
				parser.nextToken();
				if (member.equals("registered_agents")) {
					entries.readAll(parser);
				}
				else {
					parser.skipChildren();
				}
			}
		}
		return entries;
	}

	private void readAll(JsonParser parser) {
		for (String id = parser.nextName(); id != null; id = parser.nextName()) {
			this.hashes.put(id, readOne(parser));
		}
	}

	private long readOne(JsonParser parser) {
		long hash = 0;
		int depth = 0;
		do {
			JsonToken token = parser.nextToken();
			depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
			hash = 31 * hash + parser.getString().hashCode();
			if (token == JsonToken.VALUE_STRING && isAttestation(parser)) {
				this.attested++;
			}
		}
		while (depth > 0);
		return hash;
	}

	private static boolean isAttestation(JsonParser parser) {
		return "signature".equals(parser.currentName())
				&& "attestation".equals(parser.streamReadContext().getParent().currentName())
				&& parser.getString().length() == SIGNATURE;
	}

	int size() {
		return this.hashes.size();
	}

	/**
	 * How many entries have an attestation with a signature.
	 */
	int attested() {
		return this.attested;
	}

	/**
	 * How many entries are not there, or otherwise, in the other one.
	 */
	long differing(FileEntries other) {
		return this.hashes.entrySet()
			.stream()
			.filter((entry) -> !entry.getValue().equals(other.hashes.get(entry.getKey())))
			.count();
	}

}
