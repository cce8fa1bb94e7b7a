package dev.registrysync.registry;

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
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * One registry file: a sequence of entries that keep their own bytes. An entry is parsed
 * when it is asked for, and only a changed one is written anew and spliced in.
 */
public final class RegistryDocument {

	private final Kind kind;

	private final byte[] bytes;

	private final DocumentLayout layout;

	private final Map<EntryId, EntryText> texts;

	private final Map<String, String> malformed;

	private final TextDigest digest;

	private RegistryDocument(Kind kind, byte[] bytes, DocumentLayout layout, @Nullable RegistryDocument before) {
		this(kind, bytes, new TextDigest(bytes), layout, before);
	}

	private RegistryDocument(Kind kind, byte[] bytes, TextDigest digest, DocumentLayout layout,
			@Nullable RegistryDocument before) {
		this.kind = kind;
		this.bytes = bytes;
		this.digest = digest;
		this.layout = layout;
		this.malformed = malformed(layout);
		this.texts = texts(before);
	}

	private RegistryDocument(Kind kind, byte[] bytes, @Nullable RegistryDocument before) {
		this(kind, bytes, DocumentLayout.of(kind, bytes), before);
	}

	private Map<EntryId, EntryText> texts(@Nullable RegistryDocument before) {
		Map<EntryId, EntryText> texts = new LinkedHashMap<>();
		this.layout.entries().forEach((name, place) -> {
			if (!this.malformed.containsKey(name)) {
				EntryId id = new EntryId(name);
				@Nullable EntryText same = (before != null) ? before.textLike(id, this.bytes, place) : null;
				texts.put(id, (same != null) ? same : new EntryText());
			}
		});
		return Collections.unmodifiableMap(texts);
	}

	private @Nullable EntryText textLike(EntryId id, byte[] other, Place place) {
		@Nullable EntryText text = this.texts.get(id);
		if (text == null) {
			return null;
		}
		Place mine = this.layout.entry(id.value());
		return Arrays.equals(this.bytes, mine.start(), mine.end(), other, place.start(), place.end()) ? text : null;
	}

	/**
	 * Reads a registry file.
	 * @param bytes the whole file; kept, so do not change it
	 * @throws JsonSyntaxException if it is not one JSON object with the kind's envelope
	 */
	public static RegistryDocument parse(Kind kind, byte[] bytes) {
		return new RegistryDocument(kind, bytes, null);
	}

	/**
	 * Reads a registry file, strictly only if it is not the one that was committed: that
	 * was read before, or made of such a text.
	 * @param committed the digest of the one that was committed; empty if none was
	 * @throws JsonSyntaxException as for {@link #parse(Kind, byte[])}
	 */
	public static RegistryDocument parse(Kind kind, byte[] bytes, Optional<String> committed) {
		TextDigest digest = new TextDigest(bytes);
		boolean known = committed.filter(digest.get()::equals).isPresent();
		return new RegistryDocument(kind, bytes, digest,
				known ? DocumentLayout.ofKnown(kind, bytes) : DocumentLayout.of(kind, bytes), null);
	}

	/**
	 * Reads a registry file that was read before.
	 * @param before as it was then; the entries that are still the same share their texts
	 * @throws JsonSyntaxException as for {@link #parse(Kind, byte[])}
	 */
	public static RegistryDocument parse(Kind kind, byte[] bytes, RegistryDocument before) {
		return new RegistryDocument(kind, bytes, before);
	}

	/**
	 * The document to begin with when there is no file.
	 * @param envelope top-level members to take over from the source's own document; may
	 * be empty
	 */
	public static RegistryDocument create(Kind kind, JsonObject envelope) {
		JsonObject document = envelope.members().isEmpty() ? DocumentStamp.newDocument(kind) : envelope;
		document = DocumentStamp.UNSTAMPED.on(document.with(kind.envelope(), JsonObject.EMPTY));
		return new RegistryDocument(kind, JsonText.indentedBytes(document, 0), null);
	}

	public Kind kind() {
		return this.kind;
	}

	/**
	 * The file's text. Not a copy: do not change it.
	 */
	public byte[] bytes() {
		return this.bytes;
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
		return this.texts.keySet();
	}

	/**
	 * The others: the name in the file and why it is no entry. They are kept as they are.
	 */
	public Map<String, String> malformed() {
		return this.malformed;
	}

	public boolean has(EntryId id) {
		return this.texts.containsKey(id);
	}

	public Optional<Entry> find(EntryId id) {
		return has(id) ? Optional.of(read(id)) : Optional.empty();
	}

	/**
	 * What stands for the text of an entry that the document has.
	 */
	public EntryText text(EntryId id) {
		return Objects.requireNonNull(this.texts.get(id));
	}

	private Entry read(EntryId id) {
		Place place = this.layout.entry(id.value());
		JsonObject members = (JsonObject) JsonReader.read(this.bytes, place.start(), place.end());
		return new Entry(new EntryRef(this.kind, id), members);
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
		if (!this.texts.keySet().containsAll(removed)
				|| changed.stream().anyMatch((entry) -> removed.contains(entry.ref().id()))) {
			throw new IllegalArgumentException("only entries that are there and do not change can be removed");
		}
		if (changed.isEmpty() && removed.isEmpty()) {
			return this;
		}
		Splice splice = new Splice(this.bytes);
		List<WrittenEntry> added = new ArrayList<>();
		for (WrittenEntry entry : changed) {
			String name = entry.ref().id().value();
			if (this.layout.entries().containsKey(name)) {
				splice.replace(this.layout.entry(name), entry.text());
			}
			else {
				added.add(entry);
			}
		}
		this.layout.change(splice, removed.stream().map(EntryId::value).collect(Collectors.toSet()), added);
		this.layout.stamp(splice, stamp);
		byte[] text = splice.apply();
		boolean valuesOnly = removed.isEmpty() && changed.stream().allMatch((entry) -> has(entry.ref().id()));
		return new RegistryDocument(this.kind, text, this.layout.next(this.kind, text, splice, valuesOnly), this);
	}

	/**
	 * Where the entries stand in the text, by their names, in the order of the file; the
	 * malformed ones too.
	 */
	Map<String, Place> places() {
		return this.layout.entries();
	}

	/**
	 * The entry's text as it stands in the file, for passing on without parsing.
	 */
	public Optional<ByteBuffer> findText(EntryId id) {
		if (!has(id)) {
			return Optional.empty();
		}
		Place place = this.layout.entry(id.value());
		return Optional.of(ByteBuffer.wrap(this.bytes, place.start(), place.length()).asReadOnlyBuffer());
	}

	private static Map<String, String> malformed(DocumentLayout layout) {
		Map<String, String> malformed = new LinkedHashMap<>();
		layout.entries().keySet().forEach((name) -> {
			if (!layout.isObject(name)) {
				malformed.put(name, "the entry is not a JSON object");
			}
			EntryId.whyNot(name).ifPresent((reason) -> malformed.put(name, reason));
		});
		return Collections.unmodifiableMap(malformed);
	}

}
