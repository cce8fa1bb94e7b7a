package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Entries by id, kept as text and parsed when asked for: a table costs little more than
 * its text. Tables that are made one of the other share the texts of their entries.
 */
public final class EntryTable {

	/** The table without entries. */
	public static final EntryTable EMPTY = new Builder().build();

	private static final byte[] OPEN = { '{' };

	private static final byte[] FIRST = "{\n".getBytes(US_ASCII);

	private static final byte[] NEXT = ",\n".getBytes(US_ASCII);

	private static final byte[] END = "\n}".getBytes(US_ASCII);

	private final Map<EntryId, MemberText> rows;

	private final TextDigest digest;

	private EntryTable(Map<EntryId, MemberText> rows) {
		this.rows = Collections.unmodifiableMap(rows);
		this.digest = new TextDigest(this::pieces, Optional.empty());
	}

	/**
	 * Reads the text of a table.
	 * @param bytes kept, so do not change it
	 * @throws JsonSyntaxException if the text is not an object of objects with valid ids
	 */
	public static EntryTable parse(byte[] bytes) {
		Map<EntryId, MemberText> rows = new LinkedHashMap<>();
		try (JsonReader reader = JsonReader.of(bytes)) {
			if (reader.next() != JsonToken.START_OBJECT) {
				throw new JsonSyntaxException("the document is not a JSON object", reader.position());
			}
			Set<String> names = new HashSet<>();
			for (String name = reader.nextName(names); name != null; name = reader.nextName(names)) {
				int start = reader.start();
				EntryId id = EntryId.find(name)
					.orElseThrow(() -> new JsonSyntaxException("a member's name is no id", reader.position()));
				reader.next();
				Span span = reader.span();
				if (!span.isObject()) {
					throw new JsonSyntaxException("an entry is not a JSON object", reader.position());
				}
				reader.takeDefect().ifPresent((reason) -> {
					throw new JsonSyntaxException(reason, reader.position());
				});
				rows.put(id, new MemberText(bytes, start, span.start(), span.end()));
			}
			reader.end();
		}
		return new EntryTable(rows);
	}

	/**
	 * Reads the text of a table that was written here, without checking once more that it
	 * is one.
	 * @param bytes kept, so do not change it
	 */
	public static EntryTable parseKnown(byte[] bytes) {
		Map<EntryId, MemberText> rows = new LinkedHashMap<>();
		KnownJson json = new KnownJson(bytes);
		json.members(json.start(), (name, at, value) -> {
			int end = json.value(value).end();
			rows.put(new EntryId(name), new MemberText(bytes, at, value, end));
			return end;
		});
		return new EntryTable(rows);
	}

	public static Builder builder() {
		return new Builder();
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
		return Optional.ofNullable(this.rows.get(id)).map(MemberText::read);
	}

	/**
	 * Whether both tables hold the entry with the same bytes.
	 */
	public boolean sameBytes(EntryId id, EntryTable other) {
		@Nullable MemberText mine = this.rows.get(id);
		@Nullable MemberText theirs = other.rows.get(id);
		return mine != null && theirs != null && mine.hasValueOf(theirs);
	}

	/**
	 * Whether both tables hold the same entries with the same bytes, in whatever order.
	 */
	public boolean sameEntries(EntryTable other) {
		return this == other || (size() == other.size() && ids().stream().allMatch((id) -> sameBytes(id, other)));
	}

	/**
	 * Whether both tables hold the same entries with the same bytes in the same order.
	 */
	public boolean isSame(EntryTable other) {
		Iterator<EntryId> others = other.ids().iterator();
		return this == other || (size() == other.size()
				&& ids().stream().allMatch((id) -> id.equals(others.next()) && sameBytes(id, other)));
	}

	/**
	 * The table as a JSON object, one entry a line, ASCII: the pieces of its text, one
	 * behind the other. No copies: do not change them.
	 */
	public List<ByteBuffer> pieces() {
		Pieces pieces = new Pieces();
		byte[] before = FIRST;
		for (MemberText row : this.rows.values()) {
			if (stands(before, row)) {
				pieces.add(row.bytes(), row.start() - before.length, row.end());
			}
			else {
				pieces.add(before);
				pieces.add(row.bytes(), row.start(), row.end());
			}
			before = NEXT;
		}
		if (this.rows.isEmpty()) {
			pieces.add(OPEN);
		}
		pieces.add(END);
		return pieces.toList();
	}

	private static boolean stands(byte[] before, MemberText row) {
		int start = row.start() - before.length;
		return start >= 0 && Arrays.equals(row.bytes(), start, row.start(), before, 0, before.length);
	}

	/**
	 * How many bytes that are.
	 */
	public long length() {
		long texts = this.rows.values().stream().mapToLong((row) -> row.end() - row.start()).sum();
		long lines = (long) NEXT.length * size();
		return (isEmpty() ? OPEN.length : lines + texts) + END.length;
	}

	/**
	 * All of them in one array, which is a copy.
	 */
	public byte[] bytes() {
		return Pieces.joined(pieces());
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

		private final Map<EntryId, MemberText> rows = new LinkedHashMap<>();

		private Builder() {
		}

		/**
		 * Adds an entry whose id was not added before.
		 */
		public Builder add(EntryId id, JsonObject members) {
			byte[] value = JsonText.compactBytes(members);
			byte[] name = JsonText.compactBytes(new JsonString(id.value()));
			TextBytes text = new TextBytes(NEXT.length + name.length + 1 + value.length);
			text.append(NEXT, 0, NEXT.length);
			text.append(name, 0, name.length);
			text.put(':');
			text.append(value, 0, value.length);
			return add(id, new MemberText(text.toArray(), NEXT.length, text.length() - value.length, text.length()));
		}

		/**
		 * Adds the entry as the other table has it, if it has it.
		 */
		public Builder addFrom(EntryTable other, EntryId id) {
			@Nullable MemberText row = other.rows.get(id);
			return (row != null) ? add(id, row) : this;
		}

		private Builder add(EntryId id, MemberText row) {
			if (this.rows.putIfAbsent(id, row) != null) {
				throw new IllegalArgumentException("already added: " + id);
			}
			return this;
		}

		/**
		 * Rows that are parts of long texts hold all of those in memory. If that is more
		 * than twice what is in use, they get arrays of their own.
		 */
		private void compact() {
			HeldArrays held = new HeldArrays();
			for (MemberText row : this.rows.values()) {
				if (isPart(row)) {
					held.add(row.bytes(), row.end() - row.start());
				}
			}
			if (held.excess() > 0) {
				this.rows.replaceAll((id, row) -> isPart(row) ? alone(row) : row);
			}
		}

		private static boolean isPart(MemberText row) {
			return row.bytes().length > NEXT.length + row.end() - row.start();
		}

		private static MemberText alone(MemberText row) {
			int length = row.end() - row.start();
			TextBytes text = new TextBytes(NEXT.length + length);
			text.append(NEXT, 0, NEXT.length);
			text.append(row.text());
			return new MemberText(text.toArray(), NEXT.length, text.length() - row.value().remaining(), text.length());
		}

		public boolean has(EntryId id) {
			return this.rows.containsKey(id);
		}

		public boolean isEmpty() {
			return this.rows.isEmpty();
		}

		/**
		 * The table; nothing is added any more.
		 */
		public EntryTable build() {
			compact();
			return new EntryTable(this.rows);
		}

	}

}
