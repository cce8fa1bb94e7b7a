package dev.registrysync.history;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.identity.ContentDigest;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.EntryText;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.MemberSpan;
import dev.registrysync.registry.Revision;
import dev.registrysync.registry.Sha256;
import dev.registrysync.registry.Text;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code entry}.
 *
 * @param ref the entry
 * @param placed where and how the document has it; null if it left that
 * @param identity what was attested, and with which key
 * @param original as it would be without an edit by hand; null if nobody edited it
 * @param withdrawn as it was when it was taken out; null if it was not
 * @param revision since when the row holds
 * @param sequence the row of the journal that wrote it
 */
record EntryRow(EntryRef ref, @Nullable Placed placed, Identity identity, @Nullable Entry original,
		@Nullable Entry withdrawn, long revision, long sequence) {

	/** All columns but for text and digest. */
	static final String COLUMNS = """
			kind, id, position, text_digest, content, content_revision, content_key_version, address, key_version, \
			succeeds, original, withdrawn, revision, sequence""";

	/**
	 * Returns the row of an entry that was never committed.
	 */
	static EntryRow none(EntryRef ref) {
		return new EntryRow(ref, null, new Identity(null, null), null, null, 0, 0);
	}

	/**
	 * Reads all columns but for the text.
	 * @throws ProblemException {@code HISTORY_UNREADABLE} if the row does not have its
	 * digest
	 */
	static EntryRow read(ResultSet columns) throws SQLException {
		String kind = columns.getString("kind");
		String id = columns.getString("id");
		@Nullable String textDigest = columns.getString("text_digest");
		@Nullable Placed placed = (textDigest != null) ? new Placed(columns.getLong("position"), textDigest, null) : null;
		EntryRow row;
		try {
			EntryRef ref = EntryRef.of(Members.kind(kind), id);
			row = new EntryRow(ref, placed, Identity.read(columns), entry(ref, columns.getBytes("original")),
					entry(ref, columns.getBytes("withdrawn")), columns.getLong("revision"),
					columns.getLong("sequence"));
		}
		catch (IllegalArgumentException | ClassCastException | JsonSyntaxException ex) {
			throw damaged(kind + "/" + id);
		}
		if (!row.digest().equals(columns.getString("digest"))) {
			throw damaged(kind + "/" + id);
		}
		return row;
	}

	/**
	 * Reads all columns.
	 * @throws ProblemException {@code HISTORY_UNREADABLE} if the row or the text does not
	 * have its digest
	 */
	static EntryRow readWhole(ResultSet columns) throws SQLException {
		EntryRow row = read(columns);
		@Nullable Placed placed = row.placed;
		if (placed == null) {
			return row;
		}
		byte[] text = columns.getBytes("text");
		if (text == null || !Sha256.of(text).equals(placed.digest())) {
			throw damaged(row.ref.toString());
		}
		return new EntryRow(row.ref, new Placed(placed.position(), placed.digest(), text), row.identity, row.original,
				row.withdrawn, row.revision, row.sequence);
	}

	/**
	 * Reads all columns but for the text, if the row has its digest.
	 * @return whether it does
	 */
	static boolean accept(ResultSet columns, Consumer<EntryRow> consumer) throws SQLException {
		try {
			consumer.accept(read(columns));
			return true;
		}
		catch (ProblemException ex) {
			return false;
		}
	}

	/**
	 * Whether the row and its text have their digests.
	 */
	static boolean isWhole(ResultSet columns) throws SQLException {
		try {
			readWhole(columns);
			return true;
		}
		catch (ProblemException ex) {
			return false;
		}
	}

	private static ProblemException damaged(String row) {
		return Damage.inTable("entry", row);
	}

	private static @Nullable Entry entry(EntryRef ref, byte @Nullable [] text) {
		return (text != null) ? new Entry(ref, (JsonObject) JsonReader.read(text)) : null;
	}

	private static byte @Nullable [] text(@Nullable Entry entry) {
		return (entry != null) ? JsonText.compactBytes(entry.members()) : null;
	}

	/**
	 * Returns the SHA-256 over all columns, one a line, texts by their own digests.
	 */
	String digest() {
		String[] values = { this.ref.kind().plural(), this.ref.id().value(),
				(this.placed != null) ? this.placed.position() + "\n" + this.placed.digest() : "\n",
				this.identity.lines(), textDigest(this.original), textDigest(this.withdrawn),
				Long.toString(this.revision), Long.toString(this.sequence) };
		return Sha256.of(String.join("\n", values).getBytes(StandardCharsets.UTF_8));
	}

	private static String textDigest(@Nullable Entry entry) {
		return (entry != null) ? Sha256.of(JsonText.compactBytes(entry.members())) : "";
	}

	/**
	 * Sets the columns in the order of {@link #COLUMNS}, and behind them text and digest.
	 * @param from the number of the first one
	 */
	void set(PreparedStatement statement, int from) throws SQLException {
		@Nullable AttestedContent content = this.identity.content();
		@Nullable CommittedKey key = this.identity.key();
		@Nullable Object[] values = { this.ref.kind().plural(), this.ref.id().value(),
				(this.placed != null) ? this.placed.position() : null,
				(this.placed != null) ? this.placed.digest() : null,
				(content != null) ? content.content().text() : null,
				(content != null) ? content.revision().number() : null,
				(content != null) ? (long) content.keyVersion() : null, (key != null) ? key.address().toString() : null,
				(key != null) ? (long) key.version() : null,
				(key != null) ? key.findSucceeds().map(Address::toString).orElse(null) : null, text(this.original),
				text(this.withdrawn), this.revision, this.sequence, (this.placed != null) ? this.placed.text() : null,
				digest() };
		for (int i = 0; i < values.length; i++) {
			statement.setObject(from + i, values[i]);
		}
	}

	/**
	 * Returns the entry as the document has it; empty if it left that.
	 */
	Optional<Entry> findCommitted() {
		@Nullable Placed placed = this.placed;
		return (placed != null) ? Optional.of(new Entry(this.ref, placed.members())) : Optional.empty();
	}

	/**
	 * An entry in its document.
	 *
	 * @param position orders the entries
	 * @param digest the digest of the text
	 * @param text its bytes in the document, with what stands before it; null if it was
	 * not read
	 */
	record Placed(long position, String digest, byte @Nullable [] text) {

		static Placed of(long position, EntryText text) {
			return new Placed(position, text.digest().toString(), text.bytes());
		}

		/**
		 * Reads the value. Members that are no entries may stand before it.
		 */
		private JsonObject members() {
			String object = new String(Objects.requireNonNull(this.text), StandardCharsets.UTF_8).strip();
			String members = object.startsWith(",") ? object.substring(1) : object;
			Text whole = Text.of(("{" + members + "}").getBytes(StandardCharsets.UTF_8));
			List<MemberSpan> all = JsonReader.findMembers(whole).orElseThrow();
			return (JsonObject) JsonReader.read(whole, all.get(all.size() - 1).value());
		}

	}

	/**
	 * What is known of an entry's identity.
	 *
	 * @param content what was attested last; null if nothing was
	 * @param key the key that was committed last; null if none was
	 */
	record Identity(@Nullable AttestedContent content, @Nullable CommittedKey key) {

		boolean isNone() {
			return this.content == null && this.key == null;
		}

		Optional<AttestedContent> findContent() {
			return Optional.ofNullable(this.content);
		}

		Optional<CommittedKey> findKey() {
			return Optional.ofNullable(this.key);
		}

		private static Identity read(ResultSet columns) throws SQLException {
			@Nullable String content = columns.getString("content");
			@Nullable String address = columns.getString("address");
			return new Identity((content != null) ? new AttestedContent(new ContentDigest(content),
					new Revision(columns.getLong("content_revision")), columns.getInt("content_key_version")) : null,
					(address != null) ? key(columns, address) : null);
		}

		private static CommittedKey key(ResultSet columns, String address) throws SQLException {
			@Nullable String succeeds = columns.getString("succeeds");
			return new CommittedKey(columns.getInt("key_version"), address(address),
					(succeeds != null) ? address(succeeds) : null);
		}

		private static Address address(String text) {
			return Address.find(text).orElseThrow(() -> new IllegalArgumentException("no address: " + text));
		}

		private String lines() {
			@Nullable AttestedContent attested = this.content;
			@Nullable CommittedKey committed = this.key;
			String contentLines = (attested != null) ? String.join("\n", attested.content().text(),
					attested.revision().toString(), Integer.toString(attested.keyVersion())) : "\n\n";
			String keyLines = (committed != null) ? String.join("\n", committed.address().toString(),
					Integer.toString(committed.version()), committed.findSucceeds().map(Address::toString).orElse(""))
					: "\n\n";
			return contentLines + "\n" + keyLines;
		}

	}

}
