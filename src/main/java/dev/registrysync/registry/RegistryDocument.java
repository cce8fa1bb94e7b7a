package dev.registrysync.registry;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

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
			@Nullable EntryId id = text.id();
			if (id != null) {
				this.entries.put(id, text);
			}
			else {
				this.malformed.put(text.name(), text.findDefect().orElseThrow());
			}
		}
	}

	/**
	 * Reads a registry file.
	 * @param bytes the whole file
	 * @throws JsonSyntaxException if it is not one JSON object with the kind's envelope
	 */
	public static RegistryDocument parse(Kind kind, byte[] bytes) {
		return parse(kind, Text.of(bytes));
	}

	/**
	 * Reads a registry file. The texts of the entries are read again when they are asked
	 * for.
	 * @param text the whole file
	 * @throws JsonSyntaxException if it is not one JSON object with the kind's envelope
	 */
	public static RegistryDocument parse(Kind kind, Text text) {
		return DocumentReader.read(kind, text);
	}

	/**
	 * Puts a document together that was taken apart.
	 * @param parts what {@link #parts()} returned
	 */
	public static RegistryDocument of(Kind kind, DocumentParts parts) {
		byte[] frame = parts.frame();
		RegistryDocument document = new RegistryDocument(kind, new DocumentFrame(kind,
				Arrays.copyOf(frame, parts.gap()), Arrays.copyOfRange(frame, parts.gap(), frame.length)),
				List.copyOf(parts.entries().values()));
		return (parts.malformed() == 0) ? document : parse(kind, document.bytes());
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
	 * The file's text: its pieces, one behind the other, each of which is read when it is
	 * its turn. Do not change them.
	 */
	public Iterable<ByteBuffer> pieces() {
		return () -> new TextPages(Stream
			.of(Stream.of(Text.of(this.frame.head())), this.texts.stream().map(EntryText::text),
					Stream.of(Text.of(this.frame.tail())))
			.flatMap(Function.identity()));
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
		ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(length()));
		pieces().forEach(bytes::put);
		return bytes.array();
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
		List<WrittenEntry> written = changed.stream().map((entry) -> WrittenEntry.of(entry, TextStore.MEMORY)).toList();
		return withWritten(written, removed, stamp, TextStore.MEMORY);
	}

	/**
	 * The same for entries that are written already.
	 * @param store keeps those texts that are to be changed once more
	 */
	public RegistryDocument withWritten(Collection<WrittenEntry> changed, Set<EntryId> removed, DocumentStamp stamp,
			TextStore store) {
		if (!ids().containsAll(removed) || changed.stream().anyMatch((entry) -> removed.contains(entry.ref().id()))) {
			throw new IllegalArgumentException("only entries that are there and do not change can be removed");
		}
		if (changed.isEmpty() && removed.isEmpty()) {
			return this;
		}
		List<EntryText> next = next(changed, removed, store);
		boolean stays = this.texts.size() > removed.size();
		DocumentFrame closed = stays ? this.frame : this.frame.closing(next.isEmpty() ? "" : "\n  ");
		return new RegistryDocument(this.kind, closed.stamped(stamp), next);
	}

	private List<EntryText> next(Collection<WrittenEntry> changed, Set<EntryId> removed, TextStore store) {
		Map<String, EntryText> written = new LinkedHashMap<>();
		changed.forEach((entry) -> written.put(entry.ref().id().value(), entry.text()));
		List<EntryText> next = new ArrayList<>(this.texts.size() + changed.size());
		for (EntryText text : this.texts) {
			if (text.id() == null || !removed.contains(text.id())) {
				EntryText placed = (next.isEmpty() && text != this.texts.get(0)) ? text.inPlaceOf(this.texts.get(0))
						: text;
				@Nullable EntryText other = written.remove(text.name());
				next.add((other != null) ? replaced(placed, other, store) : placed);
			}
		}
		written.values().forEach((text) -> next.add(next.isEmpty() ? text.first() : text));
		return next;
	}

	private static EntryText replaced(EntryText placed, EntryText other, TextStore store) {
		EntryText replaced = placed.replaced(other);
		return (replaced == other) ? other : replaced.keptIn(store);
	}

	/**
	 * The same document, last updated at another time.
	 */
	public RegistryDocument stamped(DocumentStamp stamp) {
		return new RegistryDocument(this.kind, this.frame.stamped(stamp), this.texts);
	}

	/**
	 * Reads the texts of well-formed entries from elsewhere from now on, as all documents
	 * do that share them. Texts stay where they are a part of a text that is half as long
	 * as the document: each commit leaves few of them there, or makes no such text.
	 * @param loader loads the texts as {@link #parts()} has them
	 */
	public void moveTo(TextLoader loader) {
		long half = length() / 2;
		parts().entries().forEach((id, part) -> {
			if (part == this.entries.get(id) && !part.isPartOf(half)) {
				part.moveTo(new StoredText(loader, id, part.digest(), part.length()));
			}
		});
	}

	/**
	 * Takes the document apart, so that it can be stored entry by entry.
	 */
	public DocumentParts parts() {
		byte[] head = this.frame.head();
		if (this.malformed.isEmpty()) {
			return new DocumentParts(joined(List.of(head, this.frame.tail())), head.length, this.entries, 0);
		}
		Map<EntryId, EntryText> parts = new LinkedHashMap<>(2 * this.texts.size());
		List<byte[]> pending = new ArrayList<>();
		for (EntryText text : this.texts) {
			@Nullable EntryId id = text.id();
			if (id != null && pending.isEmpty()) {
				parts.put(id, text);
			}
			else {
				pending.add(text.bytes());
			}
			if (id != null && !pending.isEmpty()) {
				byte[] bytes = joined(pending);
				parts.put(id, EntryText.of(id, Text.of(bytes), Digest.of(bytes)));
				pending.clear();
			}
		}
		pending.add(0, head);
		pending.add(this.frame.tail());
		return new DocumentParts(joined(pending), head.length, parts, this.malformed.size());
	}

	private static byte[] joined(List<byte[]> pieces) {
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		pieces.forEach(joined::writeBytes);
		return joined.toByteArray();
	}

	/**
	 * The entry's text as it stands in the file, for passing on without parsing. Do not
	 * change it.
	 */
	public Optional<ByteBuffer> findText(EntryId id) {
		return Optional.ofNullable(this.entries.get(id)).map(EntryText::value);
	}

}
