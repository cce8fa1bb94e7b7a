package dev.registrysync.registry;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import tools.jackson.core.JsonToken;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Entries by id, kept as the bytes of one JSON object and parsed when asked for: a table
 * costs little more than its text.
 */
public final class EntryTable {

	/** The table without entries. */
	public static final EntryTable EMPTY = new Builder().build();

	private final byte[] bytes;

	private final Map<EntryId, Span> spans;

	private EntryTable(byte[] bytes, Map<EntryId, Span> spans) {
		this.bytes = bytes;
		this.spans = Collections.unmodifiableMap(spans);
	}

	/**
	 * Reads what {@link #bytes()} gave.
	 * @throws JsonSyntaxException if the text is not an object of objects with valid ids
	 */
	public static EntryTable parse(byte[] bytes) {
		Map<EntryId, Span> spans = new LinkedHashMap<>();
		try (JsonReader reader = JsonReader.of(bytes)) {
			if (reader.next() != JsonToken.START_OBJECT) {
				throw new JsonSyntaxException("the document is not a JSON object", reader.position());
			}
			while (reader.next() != JsonToken.END_OBJECT) {
				String name = reader.name();
				EntryId id = EntryId.find(name)
					.orElseThrow(() -> new JsonSyntaxException("a member's name is no id", reader.position()));
				reader.next();
				Span span = reader.span();
				if (!span.object()) {
					throw new JsonSyntaxException("an entry is not a JSON object", reader.position());
				}
				spans.put(id, span);
			}
			reader.end();
		}
		return new EntryTable(bytes, spans);
	}

	public static Builder builder() {
		return new Builder();
	}

	public Set<EntryId> ids() {
		return this.spans.keySet();
	}

	public boolean has(EntryId id) {
		return this.spans.containsKey(id);
	}

	public int size() {
		return this.spans.size();
	}

	public boolean isEmpty() {
		return this.spans.isEmpty();
	}

	public Optional<JsonObject> find(EntryId id) {
		return Optional.ofNullable(this.spans.get(id))
			.map((span) -> (JsonObject) JsonReader.read(this.bytes, span.start(), span.end()));
	}

	/**
	 * Whether both tables hold the entry with the same bytes.
	 */
	public boolean sameBytes(EntryId id, EntryTable other) {
		Span mine = this.spans.get(id);
		Span theirs = other.spans.get(id);
		return mine != null && theirs != null
				&& Arrays.equals(this.bytes, mine.start(), mine.end(), other.bytes, theirs.start(), theirs.end());
	}

	/**
	 * Whether both tables hold the same entries with the same bytes, in whatever order.
	 */
	public boolean sameEntries(EntryTable other) {
		return size() == other.size() && ids().stream().allMatch((id) -> sameBytes(id, other));
	}

	/**
	 * The table as a JSON object, one entry a line, ASCII. Not a copy: do not change it.
	 */
	public byte[] bytes() {
		return this.bytes;
	}

	/**
	 * Collects entries.
	 */
	public static final class Builder {

		private final ByteArrayOutputStream out = new ByteArrayOutputStream();

		private final Map<EntryId, Span> spans = new LinkedHashMap<>();

		private Builder() {
			this.out.write('{');
		}

		/**
		 * Adds an entry whose id was not added before.
		 */
		public Builder add(EntryId id, JsonObject members) {
			byte[] value = JsonText.compactBytes(members);
			append(id, value, 0, value.length);
			return this;
		}

		/**
		 * Adds the entry as the other table has it, if it has it.
		 */
		public Builder addFrom(EntryTable other, EntryId id) {
			Span span = other.spans.get(id);
			if (span != null) {
				append(id, other.bytes, span.start(), span.end());
			}
			return this;
		}

		public boolean has(EntryId id) {
			return this.spans.containsKey(id);
		}

		private void append(EntryId id, byte[] source, int start, int end) {
			if (has(id)) {
				throw new IllegalArgumentException("already added: " + id);
			}
			String name = JsonText.compact(new JsonString(id.value()));
			this.out.writeBytes(((this.spans.isEmpty() ? "\n" : ",\n") + name + ":").getBytes(US_ASCII));
			int at = this.out.size();
			this.out.write(source, start, end - start);
			this.spans.put(id, new Span(at, this.out.size(), true));
		}

		public EntryTable build() {
			this.out.writeBytes("\n}".getBytes(US_ASCII));
			return new EntryTable(this.out.toByteArray(), new LinkedHashMap<>(this.spans));
		}

	}

}
