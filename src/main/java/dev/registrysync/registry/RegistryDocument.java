package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * One registry file: a sequence of entries that keep their own bytes. An entry is parsed
 * when it is asked for, and only a changed one is written anew and spliced in.
 */
public final class RegistryDocument {

	private final Kind kind;

	private final DocumentFrame frame;

	private final DocumentEntries entries;

	private final Map<String, String> malformed;

	private final TextDigest digest;

	private RegistryDocument(Kind kind, DocumentFrame frame, DocumentEntries entries) {
		this.kind = kind;
		this.frame = frame;
		this.entries = entries;
		this.malformed = entries.malformed();
		this.digest = new TextDigest(this::pieces, Optional.empty());
	}

	private static RegistryDocument read(Kind kind, DocumentReader reader, @Nullable RegistryDocument before) {
		DocumentEntries entries = DocumentEntries.read(reader.entries(), (before != null) ? before.entries : null);
		return new RegistryDocument(kind, reader.frame(), entries);
	}

	/**
	 * Reads a registry file.
	 * @param bytes the whole file; kept, so do not change it
	 * @throws JsonSyntaxException if it is not one JSON object with the kind's envelope
	 */
	public static RegistryDocument parse(Kind kind, byte[] bytes) {
		return read(kind, DocumentReader.of(kind, bytes), null);
	}

	/**
	 * Reads a registry file that was read before.
	 * @param before as it was then; the entries that are still the same share their texts
	 * @throws JsonSyntaxException as for {@link #parse(Kind, byte[])}
	 */
	public static RegistryDocument parse(Kind kind, byte[] bytes, RegistryDocument before) {
		return read(kind, DocumentReader.of(kind, bytes), before);
	}

	/**
	 * The document to begin with when there is no file.
	 * @param envelope top-level members to take over from the source's own document; may
	 * be empty
	 */
	public static RegistryDocument create(Kind kind, JsonObject envelope) {
		JsonObject document = envelope.members().isEmpty() ? DocumentStamp.newDocument(kind) : envelope;
		document = DocumentStamp.UNSTAMPED.on(document.with(kind.envelope(), JsonObject.EMPTY));
		return parse(kind, JsonText.indentedBytes(document, 0));
	}

	public Kind kind() {
		return this.kind;
	}

	/**
	 * The file's text: its pieces, one behind the other. No copies: do not change them.
	 */
	public List<ByteBuffer> pieces() {
		Pieces pieces = new Pieces();
		pieces.add(this.frame.text(), 0, this.frame.gap());
		this.entries.all().forEach((entry) -> pieces.add(entry.bytes(), entry.begin(), entry.end()));
		pieces.add(this.frame.text(), this.frame.gap(), this.frame.text().length);
		return pieces.toList();
	}

	/**
	 * How many bytes it has.
	 */
	public long length() {
		return this.frame.text().length + this.entries.all().stream().mapToLong(EntryText::length).sum();
	}

	/**
	 * All of it in one array, which is a copy.
	 */
	public byte[] bytes() {
		return Pieces.joined(pieces());
	}

	/**
	 * The digest of the file's text: {@code sha256:} and 64 hex digits.
	 */
	public String digest() {
		return this.digest.get();
	}

	/**
	 * The well-formed entries' ids, in the order of the file.
	 */
	public Set<EntryId> ids() {
		return this.entries.ids();
	}

	/**
	 * The others: the name in the file and why it is no entry. They are kept as they are.
	 */
	public Map<String, String> malformed() {
		return this.malformed;
	}

	public boolean has(EntryId id) {
		return this.entries.has(id);
	}

	public Optional<Entry> find(EntryId id) {
		return has(id) ? Optional.of(read(id)) : Optional.empty();
	}

	/**
	 * The text of an entry that the document has.
	 */
	public EntryText text(EntryId id) {
		return this.entries.get(id);
	}

	private Entry read(EntryId id) {
		return new Entry(new EntryRef(this.kind, id), text(id).read());
	}

	/**
	 * The same document with the entries set: each in its place, or behind the last one
	 * if it is new. All other bytes stay, but for the two members that say when and by
	 * whom the document was last updated.
	 */
	public RegistryDocument with(Collection<Entry> changed, DocumentStamp stamp) {
		return with(changed, Set.of(), stamp);
	}

	/**
	 * The same, and without some other entries, which take their commas with them.
	 * @param removed ids of entries that the document has
	 */
	public RegistryDocument with(Collection<Entry> changed, Set<EntryId> removed, DocumentStamp stamp) {
		return withWritten(changed.stream().map(WrittenEntry::of).toList(), removed, stamp);
	}

	/**
	 * The same for entries that are written already.
	 */
	public RegistryDocument withWritten(Collection<WrittenEntry> changed, Set<EntryId> removed, DocumentStamp stamp) {
		if (!ids().containsAll(removed) || changed.stream().anyMatch((entry) -> removed.contains(entry.ref().id()))) {
			throw new IllegalArgumentException("only entries that are there and do not change can be removed");
		}
		if (changed.isEmpty() && removed.isEmpty()) {
			return this;
		}
		DocumentEntries next = this.entries.with(changed, removed);
		boolean stays = this.entries.all().size() > removed.size();
		DocumentFrame closed = stays ? this.frame : this.frame.closing(next.all().isEmpty() ? "" : "\n  ");
		RegistryDocument document = new RegistryDocument(this.kind, closed.stamped(stamp), next);
		Math.toIntExact(document.length()); // a longer file could not be read again
		return document;
	}

	/**
	 * The same document, last updated at another time.
	 */
	public RegistryDocument stamped(DocumentStamp stamp) {
		return new RegistryDocument(this.kind, this.frame.stamped(stamp), this.entries);
	}

	/**
	 * What stands before the entries.
	 */
	ByteBuffer head() {
		return ByteBuffer.wrap(this.frame.text(), 0, this.frame.gap());
	}

	/**
	 * What stands behind the entries.
	 */
	ByteBuffer tail() {
		return ByteBuffer.wrap(this.frame.text(), this.frame.gap(), this.frame.text().length - this.frame.gap());
	}

	/**
	 * The entries' texts, in the order of the file; the malformed ones' too.
	 */
	List<EntryText> texts() {
		return this.entries.all();
	}

	/**
	 * The entry's text as it stands in the file, for passing on without parsing.
	 */
	public Optional<ByteBuffer> findText(EntryId id) {
		return has(id) ? Optional.of(text(id).value().asReadOnlyBuffer()) : Optional.empty();
	}

}
