package dev.registrysync.registry;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Entries by id, with the digests of their texts. A text is read and parsed when it is
 * asked for.
 */
public final class EntryTable {

	/** The table without entries. */
	public static final EntryTable EMPTY = new Builder().build();

	private static final String FIRST = "{\n";

	private static final String NEXT = ",\n";

	private static final String END = "\n}";

	private final Map<EntryId, Row> rows;

	private EntryTable(Map<EntryId, Row> rows) {
		this.rows = Collections.unmodifiableMap(rows);
	}

	/**
	 * Reads the text of a table.
	 * @throws JsonSyntaxException if the text is not an object of objects with valid ids
	 */
	public static EntryTable parse(byte[] bytes) {
		Text text = Text.of(bytes);
		List<MemberSpan> members = JsonReader.findMembers(text)
			.orElseThrow(() -> new JsonSyntaxException("the document is not a JSON object",
					JsonSyntaxException.Position.START));
		JsonReader.requireUnique(text, members);
		Map<EntryId, Row> rows = new LinkedHashMap<>();
		for (MemberSpan member : members) {
			EntryId id = EntryId.find(member.name())
				.orElseThrow(() -> new JsonSyntaxException("a member's name is no id",
						JsonSyntaxException.Position.of(text, member.start())));
			if (!(JsonReader.readEntry(text, member.value()) instanceof JsonObject)) {
				throw new JsonSyntaxException("an entry is not a JSON object",
						JsonSyntaxException.Position.of(text, member.value().start()));
			}
			rows.put(id, Row.of(Text.of(text.bytes(member.value().start(), (int) member.value().length()))));
		}
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
		return Optional.ofNullable(this.rows.get(id)).map((row) -> (JsonObject) JsonReader.read(row.text().bytes()));
	}

	/**
	 * The value of an entry that the table has, as compact JSON in ASCII.
	 */
	public Text text(EntryId id) {
		return Objects.requireNonNull(this.rows.get(id)).text();
	}

	/**
	 * The digest of that.
	 */
	public Digest digest(EntryId id) {
		return Objects.requireNonNull(this.rows.get(id)).digest();
	}

	/**
	 * Returns the same table, with its texts somewhere else.
	 * @param loader loads them
	 */
	public EntryTable storedIn(TextLoader loader) {
		Map<EntryId, Row> stored = new LinkedHashMap<>(2 * size());
		this.rows.forEach((id, row) -> stored.put(id,
				new Row(new StoredText(loader, id, row.digest(), row.text().length()), row.digest())));
		return new EntryTable(stored);
	}

	/**
	 * Whether both tables hold the entry with the same bytes.
	 */
	public boolean sameBytes(EntryId id, EntryTable other) {
		@Nullable Row mine = this.rows.get(id);
		@Nullable Row others = other.rows.get(id);
		return mine != null && others != null && mine.digest().equals(others.digest());
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
		return this == other || (sameEntries(other) && List.copyOf(ids()).equals(List.copyOf(other.ids())));
	}

	/**
	 * The table as a JSON object, one entry a line, ASCII.
	 */
	public byte[] bytes() {
		StringBuilder text = new StringBuilder();
		String before = FIRST;
		for (Map.Entry<EntryId, Row> row : this.rows.entrySet()) {
			text.append(before).append(JsonText.compact(new JsonString(row.getKey().value()))).append(':');
			text.append(new String(row.getValue().text().bytes(), US_ASCII));
			before = NEXT;
		}
		return text.append(isEmpty() ? "{" + END : END).toString().getBytes(US_ASCII);
	}

	/**
	 * Collects entries.
	 */
	public static final class Builder {

		private final Map<EntryId, Row> rows = new LinkedHashMap<>();

		private Builder() {
		}

		/**
		 * Adds an entry whose id was not added before. Its text stays in memory.
		 */
		public Builder add(EntryId id, JsonObject members) {
			return add(id, Row.of(Text.of(JsonText.compactBytes(members))));
		}

		/**
		 * Adds the entry as the other table has it, if it has it.
		 */
		public Builder addFrom(EntryTable other, EntryId id) {
			@Nullable Row row = other.rows.get(id);
			return (row != null) ? add(id, row) : this;
		}

		/**
		 * Adds an entry whose id was not added before.
		 * @param text compact JSON in ASCII
		 * @param digest its digest
		 */
		public Builder add(EntryId id, Text text, Digest digest) {
			return add(id, new Row(text, digest));
		}

		private Builder add(EntryId id, Row row) {
			if (this.rows.putIfAbsent(id, row) != null) {
				throw new IllegalArgumentException("already added: " + id);
			}
			return this;
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
			return new EntryTable(this.rows);
		}

	}

	/**
	 * The value of an entry.
	 *
	 * @param text compact JSON in ASCII
	 * @param digest its digest
	 */
	private record Row(Text text, Digest digest) {

		private static Row of(Text text) {
			return new Row(text, Digest.of(text.bytes()));
		}

	}

}
