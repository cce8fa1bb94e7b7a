package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Entries by id, kept as text and parsed when asked for: a table costs little more than
 * its text.
 */
public final class EntryTable {

	/** The table without entries. */
	public static final EntryTable EMPTY = new Builder().build();

	private static final String FIRST = "{\n";

	private static final String NEXT = ",\n";

	private static final String END = "\n}";

	private final Map<EntryId, byte[]> rows;

	private EntryTable(Map<EntryId, byte[]> rows) {
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
		Map<EntryId, byte[]> rows = new LinkedHashMap<>();
		for (MemberSpan member : members) {
			EntryId id = EntryId.find(member.name())
				.orElseThrow(() -> new JsonSyntaxException("a member's name is no id",
						JsonSyntaxException.Position.of(text, member.start())));
			if (!(JsonReader.readEntry(text, member.value()) instanceof JsonObject)) {
				throw new JsonSyntaxException("an entry is not a JSON object",
						JsonSyntaxException.Position.of(text, member.value().start()));
			}
			rows.put(id, text.bytes(member.value().start(), (int) member.value().length()));
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
		return Optional.ofNullable(this.rows.get(id)).map((row) -> (JsonObject) JsonReader.read(row));
	}

	/**
	 * The entry's value as compact JSON in ASCII. No copy: do not change it.
	 */
	public Optional<ByteBuffer> findText(EntryId id) {
		return Optional.ofNullable(this.rows.get(id)).map(ByteBuffer::wrap);
	}

	/**
	 * Whether both tables hold the entry with the same bytes.
	 */
	public boolean sameBytes(EntryId id, EntryTable other) {
		byte @Nullable [] mine = this.rows.get(id);
		return mine != null && Arrays.equals(mine, other.rows.get(id));
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
		for (Map.Entry<EntryId, byte[]> row : this.rows.entrySet()) {
			text.append(before).append(JsonText.compact(new JsonString(row.getKey().value()))).append(':');
			text.append(new String(row.getValue(), US_ASCII));
			before = NEXT;
		}
		return text.append(isEmpty() ? "{" + END : END).toString().getBytes(US_ASCII);
	}

	/**
	 * Collects entries.
	 */
	public static final class Builder {

		private final Map<EntryId, byte[]> rows = new LinkedHashMap<>();

		private Builder() {
		}

		/**
		 * Adds an entry whose id was not added before.
		 */
		public Builder add(EntryId id, JsonObject members) {
			return add(id, JsonText.compactBytes(members));
		}

		/**
		 * Adds the entry as the other table has it, if it has it.
		 */
		public Builder addFrom(EntryTable other, EntryId id) {
			byte @Nullable [] row = other.rows.get(id);
			return (row != null) ? add(id, row) : this;
		}

		/**
		 * Adds an entry whose id was not added before, as its text: compact JSON in
		 * ASCII.
		 */
		public Builder add(EntryId id, byte[] row) {
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

}
