package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * One registry file: a sequence of entries that keep their own bytes, and what stands
 * around them. An entry is parsed when it is asked for, and only a changed one is written
 * anew.
 */
public final class RegistryDocument {

	private final Kind kind;

	private final DocumentFrame frame;

	private final List<EntryText> texts;

	private final Map<EntryId, EntryText> entries;

	private final Map<String, String> malformed = new LinkedHashMap<>();

	private volatile @Nullable String digest;

	RegistryDocument(Kind kind, DocumentFrame frame, List<EntryText> texts) {
		this.kind = kind;
		this.frame = frame;
		this.texts = texts;
		this.entries = new LinkedHashMap<>(2 * texts.size());
		for (EntryText text : texts) {
			text.findDefect()
				.ifPresentOrElse((reason) -> this.malformed.put(text.name(), reason),
						() -> this.entries.put(new EntryId(text.name()), text));
		}
	}

	/**
	 * Reads a registry file.
	 * @param bytes the whole file
	 * @throws JsonSyntaxException if it is not one JSON object with the kind's envelope
	 */
	public static RegistryDocument parse(Kind kind, byte[] bytes) {
		return DocumentReader.read(kind, bytes);
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
		List<ByteBuffer> pieces = new ArrayList<>(this.texts.size() + 2);
		pieces.add(ByteBuffer.wrap(this.frame.head()));
		this.texts.forEach((text) -> pieces.add(text.whole()));
		pieces.add(ByteBuffer.wrap(this.frame.tail()));
		return pieces;
	}

	/**
	 * How many bytes it has.
	 */
	public long length() {
		long around = (long) this.frame.head().length + this.frame.tail().length;
		return around + this.texts.stream().mapToLong(EntryText::length).sum();
	}

	/**
	 * All of it in one array, which is a copy.
	 */
	public byte[] bytes() {
		return joined(pieces());
	}

	/**
	 * The digest of the file's text: {@code sha256:} and 64 hex digits.
	 */
	public String digest() {
		String known = this.digest;
		if (known == null) {
			known = Sha256.ofPieces(pieces());
			this.digest = known;
		}
		return known;
	}

	/**
	 * The well-formed entries' ids, in the order of the file.
	 */
	public Set<EntryId> ids() {
		return Collections.unmodifiableSet(this.entries.keySet());
	}

	/**
	 * The others: the name in the file and why it is no entry. They are kept as they are.
	 */
	public Map<String, String> malformed() {
		return Collections.unmodifiableMap(this.malformed);
	}

	public boolean has(EntryId id) {
		return this.entries.containsKey(id);
	}

	public Optional<Entry> find(EntryId id) {
		return Optional.ofNullable(this.entries.get(id))
			.map((text) -> new Entry(new EntryRef(this.kind, id), text.read()));
	}

	/**
	 * The text of an entry that the document has.
	 */
	public EntryText text(EntryId id) {
		return Objects.requireNonNull(this.entries.get(id));
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
		List<EntryText> next = next(changed, removed);
		boolean stays = this.texts.size() > removed.size();
		DocumentFrame closed = stays ? this.frame : this.frame.closing(next.isEmpty() ? "" : "\n  ");
		RegistryDocument document = new RegistryDocument(this.kind, closed.stamped(stamp), next);
		Math.toIntExact(document.length()); // a longer file could not be read again
		return document;
	}

	private List<EntryText> next(Collection<WrittenEntry> changed, Set<EntryId> removed) {
		Map<String, EntryText> written = new LinkedHashMap<>();
		changed.forEach((entry) -> written.put(entry.ref().id().value(), entry.text()));
		List<EntryText> next = new ArrayList<>(this.texts.size() + changed.size());
		for (EntryText text : this.texts) {
			if (text.findDefect().isPresent() || !removed.contains(new EntryId(text.name()))) {
				EntryText placed = (next.isEmpty() && text != this.texts.get(0)) ? text.inPlaceOf(this.texts.get(0))
						: text;
				@Nullable EntryText other = written.remove(text.name());
				next.add((other != null) ? placed.replaced(other) : placed);
			}
		}
		written.values().forEach((text) -> next.add(next.isEmpty() ? text.first() : text));
		return next;
	}

	/**
	 * The same document, last updated at another time.
	 */
	public RegistryDocument stamped(DocumentStamp stamp) {
		return new RegistryDocument(this.kind, this.frame.stamped(stamp), this.texts);
	}

	/**
	 * Takes the document apart, so that it can be stored entry by entry.
	 */
	public DocumentParts parts() {
		Map<EntryId, ByteBuffer> parts = new LinkedHashMap<>(2 * this.texts.size());
		List<ByteBuffer> pending = new ArrayList<>();
		for (EntryText text : this.texts) {
			pending.add(text.whole());
			if (text.findDefect().isEmpty()) {
				parts.put(new EntryId(text.name()),
						(pending.size() == 1) ? pending.get(0) : ByteBuffer.wrap(joined(pending)));
				pending.clear();
			}
		}
		pending.add(0, ByteBuffer.wrap(this.frame.head()));
		pending.add(ByteBuffer.wrap(this.frame.tail()));
		return new DocumentParts(joined(pending), this.frame.head().length, parts);
	}

	private static byte[] joined(List<ByteBuffer> pieces) {
		ByteBuffer text = ByteBuffer.allocate(Math.toIntExact(pieces.stream().mapToLong(ByteBuffer::remaining).sum()));
		pieces.forEach(text::put);
		return text.array();
	}

	/**
	 * The entry's text as it stands in the file, for passing on without parsing.
	 */
	public Optional<ByteBuffer> findText(EntryId id) {
		return Optional.ofNullable(this.entries.get(id)).map((text) -> text.value().asReadOnlyBuffer());
	}

}
