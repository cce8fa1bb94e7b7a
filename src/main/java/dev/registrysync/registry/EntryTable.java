package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Entries by id, kept as the bytes of one JSON object and parsed when asked for: a table
 * costs little more than its text.
 */
public final class EntryTable {

	/** The table without entries. */
	public static final EntryTable EMPTY = new Builder(4).build();

	private static final int SMALL = 1024;

	private final byte[] bytes;

	private final Map<EntryId, Place> rows;

	private final TextDigest digest;

	private EntryTable(byte[] bytes, Map<EntryId, Place> rows) {
		this.bytes = bytes;
		this.digest = new TextDigest(bytes);
		this.rows = Collections.unmodifiableMap(rows);
	}

	/**
	 * Reads what {@link #bytes()} gave.
	 * @throws JsonSyntaxException if the text is not an object of objects with valid ids
	 */
	public static EntryTable parse(byte[] bytes) {
		Map<EntryId, Place> rows = new LinkedHashMap<>();
		try (JsonReader reader = JsonReader.of(bytes)) {
			if (reader.next() != JsonToken.START_OBJECT) {
				throw new JsonSyntaxException("the document is not a JSON object", reader.position());
			}
			while (reader.next() != JsonToken.END_OBJECT) {
				int start = reader.start();
				String name = reader.name();
				EntryId id = EntryId.find(name)
					.orElseThrow(() -> new JsonSyntaxException("a member's name is no id", reader.position()));
				reader.next();
				Span span = reader.span();
				if (!span.object()) {
					throw new JsonSyntaxException("an entry is not a JSON object", reader.position());
				}
				rows.put(id, new Place(start, span.start(), span.end()));
			}
			reader.end();
		}
		return new EntryTable(bytes, rows);
	}

	public static Builder builder() {
		return builder(SMALL);
	}

	/**
	 * Begins a table.
	 * @param size about how many bytes it will have
	 */
	public static Builder builder(int size) {
		return new Builder(size);
	}

	public Set<EntryId> ids() {
		return this.rows.keySet();
	}

	public boolean has(EntryId id) {
		return this.rows.containsKey(id);
	}

	public int size() {
		return this.rows.size();
	}

	public boolean isEmpty() {
		return this.rows.isEmpty();
	}

	public Optional<JsonObject> find(EntryId id) {
		return Optional.ofNullable(this.rows.get(id))
			.map((row) -> (JsonObject) JsonReader.read(this.bytes, row.start(), row.end()));
	}

	/**
	 * Whether the table holds the entry with this very text in UTF-8, but that it has
	 * what is not ASCII escaped.
	 */
	public boolean hasText(EntryId id, ByteBuffer text) {
		@Nullable Place row = this.rows.get(id);
		return row != null && AsciiForm.isOf(text, ByteBuffer.wrap(this.bytes, row.start(), row.length()));
	}

	/**
	 * Whether both tables hold the entry with the same bytes.
	 */
	public boolean sameBytes(EntryId id, EntryTable other) {
		@Nullable Place mine = this.rows.get(id);
		@Nullable Place theirs = other.rows.get(id);
		return mine != null && theirs != null
				&& Arrays.equals(this.bytes, mine.start(), mine.end(), other.bytes, theirs.start(), theirs.end());
	}

	/**
	 * Whether both tables hold the same entries with the same bytes, in whatever order.
	 */
	public boolean sameEntries(EntryTable other) {
		return this == other || (size() == other.size() && ids().stream().allMatch((id) -> sameBytes(id, other)));
	}

	/**
	 * The table as a JSON object, one entry a line, ASCII. Not a copy: do not change it.
	 */
	public byte[] bytes() {
		return this.bytes;
	}

	/**
	 * The digest of {@link #bytes()}: {@code sha256:} and 64 hex digits.
	 */
	public String digest() {
		return this.digest.get();
	}

	/**
	 * Collects entries.
	 */
	public static final class Builder {

		private final Map<EntryId, Place> rows = new LinkedHashMap<>();

		private final TextBytes text;

		private Builder(int size) {
			this.text = new TextBytes(size);
			this.text.put('{');
		}

		/**
		 * Adds an entry whose id was not added before.
		 */
		public Builder add(EntryId id, JsonObject members) {
			int name = begin(id);
			this.text.ascii(JsonText.compact(new JsonString(id.value())));
			this.text.put(':');
			int start = this.text.length();
			byte[] value = JsonText.compactBytes(members);
			this.text.append(value, 0, value.length);
			this.rows.put(id, new Place(name, start, this.text.length()));
			return this;
		}

		/**
		 * Adds the entry as the other table has it, if it has it.
		 */
		public Builder addFrom(EntryTable other, EntryId id) {
			@Nullable Place row = other.rows.get(id);
			if (row != null) {
				int name = begin(id);
				this.text.append(other.bytes, row.name(), row.end());
				this.rows.put(id, new Place(name, name + row.start() - row.name(), this.text.length()));
			}
			return this;
		}

		public boolean has(EntryId id) {
			return this.rows.containsKey(id);
		}

		private int begin(EntryId id) {
			if (has(id)) {
				throw new IllegalArgumentException("already added: " + id);
			}
			this.text.ascii(this.rows.isEmpty() ? "\n" : ",\n");
			return this.text.length();
		}

		/**
		 * The table; nothing is added any more.
		 */
		public EntryTable build() {
			this.text.ascii("\n}");
			return new EntryTable(this.text.toArray(), this.rows);
		}

	}

}
