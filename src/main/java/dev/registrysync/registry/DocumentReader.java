package dev.registrysync.registry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Finds the entries in the text of a registry document.
 */
final class DocumentReader {

	private final Kind kind;

	private final byte[] bytes;

	private final List<EntryText> entries = new ArrayList<>();

	/**
	 * The first byte behind the brace that begins the entries; none before it is found.
	 */
	private int start;

	private int endOfLast;

	private DocumentReader(Kind kind, byte[] bytes) {
		this.kind = kind;
		this.bytes = bytes;
	}

	/**
	 * Reads the text once.
	 * @throws JsonSyntaxException if it is not one JSON object with the kind's envelope
	 */
	static DocumentReader of(Kind kind, byte[] bytes) {
		DocumentReader document = new DocumentReader(kind, bytes);
		document.read(JsonReader.of(bytes));
		return document;
	}

	private void read(JsonReader text) {
		try (JsonReader reader = text) {
			if (reader.next() != JsonToken.START_OBJECT) {
				throw new JsonSyntaxException("the document is not a JSON object", reader.position());
			}
			Set<String> names = new HashSet<>();
			for (String name = reader.nextName(names); name != null; name = reader.nextName(names)) {
				member(name, reader);
			}
			JsonSyntaxException.Position end = reader.position();
			reader.end();
			if (this.start == 0) {
				throw new JsonSyntaxException("the document has no member \"%s\"".formatted(this.kind.envelope()), end);
			}
		}
	}

	private void member(String name, JsonReader reader) {
		JsonToken token = reader.next();
		if (!name.equals(this.kind.envelope())) {
			reader.skip();
			return;
		}
		if (token != JsonToken.START_OBJECT) {
			throw new JsonSyntaxException("the member \"%s\" is not a JSON object".formatted(name), reader.position());
		}
		begin(reader.start());
		Set<String> ids = new HashSet<>();
		for (String id = reader.nextName(ids); id != null; id = reader.nextName(ids)) {
			int at = reader.start();
			reader.next();
			entry(id, at, reader.span(), reader.takeDefect().orElse(null));
		}
	}

	private void begin(int brace) {
		this.start = brace + 1;
		this.endOfLast = this.start;
	}

	private void entry(String name, int at, Span value, @Nullable String found) {
		@Nullable String defect = value.isObject() ? found : "the entry is not a JSON object";
		defect = EntryId.whyNot(name).orElse(defect);
		this.entries.add((defect == null)
				? new EntryText(new EntryId(name), this.bytes, this.endOfLast, at, value.start(), value.end())
				: new EntryText.Malformed(name, defect, this.bytes, this.endOfLast, at, value.start(), value.end()));
		this.endOfLast = value.end();
	}

	List<EntryText> entries() {
		return this.entries;
	}

	DocumentFrame frame() {
		return DocumentFrame.around(this.kind, this.bytes, this.start, this.endOfLast);
	}

}
