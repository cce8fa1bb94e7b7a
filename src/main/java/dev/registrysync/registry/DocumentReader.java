package dev.registrysync.registry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import tools.jackson.core.JsonToken;

/**
 * Finds the entries in the text of a registry document.
 */
final class DocumentReader {

	private final Kind kind;

	private final Text text;

	private final List<EntryText> entries = new ArrayList<>();

	/** The first byte behind the brace that begins the entries; 0 before it is found. */
	private long start;

	private long endOfLast;

	private DocumentReader(Kind kind, Text text) {
		this.kind = kind;
		this.text = text;
	}

	/**
	 * Reads the text once.
	 * @throws JsonSyntaxException if it is not one JSON object with the kind's envelope
	 */
	static RegistryDocument read(Kind kind, Text text) {
		return JsonReader.parse(text, (reader) -> new DocumentReader(kind, text).read(reader));
	}

	private RegistryDocument read(JsonReader reader) {
		if (reader.token() != JsonToken.START_OBJECT) {
			throw new JsonSyntaxException("the document is not a JSON object", reader.position());
		}
		Set<String> names = new HashSet<>();
		for (String name = reader.nextName(names); name != null; name = reader.nextName(names)) {
			JsonToken token = reader.next();
			if (!name.equals(this.kind.envelope())) {
				reader.value();
			}
			else if (token == JsonToken.START_OBJECT) {
				entries(reader);
			}
			else {
				throw new JsonSyntaxException("the member \"%s\" is not a JSON object".formatted(name),
						reader.position());
			}
		}
		if (this.start == 0) {
			throw new JsonSyntaxException("the document has no member \"%s\"".formatted(this.kind.envelope()),
					reader.position());
		}
		DocumentFrame frame = new DocumentFrame(this.kind, bytes(0, this.start),
				bytes(this.endOfLast, this.text.length()));
		return new RegistryDocument(this.kind, frame, this.entries);
	}

	private void entries(JsonReader reader) {
		this.start = reader.start() + 1;
		this.endOfLast = this.start;
		Set<String> ids = new HashSet<>();
		for (String id = reader.nextName(ids); id != null; id = reader.nextName(ids)) {
			reader.next();
			Span value = reader.entry();
			Optional<String> found = reader.takeDefect();
			Optional<String> defect = EntryId.whyNot(id)
				.or(() -> value.isObject() ? found : Optional.of("the entry is not a JSON object"));
			this.entries.add(new EntryText(id, defect.orElse(null), this.text.part(this.endOfLast, value.end()),
					Digest.of(bytes(this.endOfLast, value.end()))));
			this.endOfLast = value.end();
		}
	}

	private byte[] bytes(long from, long to) {
		return this.text.bytes(from, Math.toIntExact(to - from));
	}

}
