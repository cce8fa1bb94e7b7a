package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * One registry file: a sequence of entries that keep their own bytes. An entry is parsed
 * when it is asked for, and only a changed one is written anew and spliced in.
 */
public final class RegistryDocument {

	private final Kind kind;

	private final byte[] bytes;

	private final DocumentLayout layout;

	private final Set<EntryId> ids;

	private final Map<String, String> malformed;

	private volatile @Nullable String digest;

	private RegistryDocument(Kind kind, byte[] bytes) {
		this.kind = kind;
		this.bytes = bytes;
		this.layout = DocumentLayout.of(kind, bytes);
		this.malformed = malformed(this.layout.entries());
		this.ids = this.layout.entries()
			.keySet()
			.stream()
			.filter((name) -> !this.malformed.containsKey(name))
			.map(EntryId::new)
			.collect(Collectors.collectingAndThen(Collectors.toCollection(LinkedHashSet::new),
					Collections::unmodifiableSet));
	}

	/**
	 * Reads a registry file.
	 * @param bytes the whole file; kept, so do not change it
	 * @throws JsonSyntaxException if it is not one JSON object with the kind's envelope
	 */
	public static RegistryDocument parse(Kind kind, byte[] bytes) {
		return new RegistryDocument(kind, bytes);
	}

	/**
	 * The document to begin with when there is no file.
	 * @param envelope top-level members to take over from the source's own document; may
	 * be empty
	 */
	public static RegistryDocument create(Kind kind, JsonObject envelope) {
		JsonObject document = envelope.members().isEmpty() ? DocumentStamp.newDocument(kind) : envelope;
		document = DocumentStamp.UNSTAMPED.on(document.with(kind.envelope(), JsonObject.EMPTY));
		return new RegistryDocument(kind, JsonText.indented(document, 0).getBytes(US_ASCII));
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
		String known = this.digest;
		if (known == null) {
			known = Sha256.of(this.bytes);
			this.digest = known;
		}
		return known;
	}

	/**
	 * The well-formed entries' ids, in the order of the file.
	 */
	public Set<EntryId> ids() {
		return this.ids;
	}

	/**
	 * The others: the name in the file and why it is no entry. They are kept as they are.
	 */
	public Map<String, String> malformed() {
		return this.malformed;
	}

	public boolean has(EntryId id) {
		return this.ids.contains(id);
	}

	public Optional<Entry> find(EntryId id) {
		return has(id) ? Optional.of(read(id)) : Optional.empty();
	}

	private Entry read(EntryId id) {
		Span span = this.layout.entry(id.value());
		JsonObject members = (JsonObject) JsonReader.read(this.bytes, span.start(), span.end());
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
		if (!this.ids.containsAll(removed)
				|| changed.stream().anyMatch((entry) -> removed.contains(entry.ref().id()))) {
			throw new IllegalArgumentException("only entries that are there and do not change can be removed");
		}
		if (changed.isEmpty() && removed.isEmpty()) {
			return this;
		}
		Splice splice = new Splice(this.bytes);
		Map<String, String> added = new LinkedHashMap<>();
		for (Entry entry : changed) {
			String name = entry.ref().id().value();
			String text = JsonText.indented(entry.members(), 2);
			if (this.layout.entries().containsKey(name)) {
				splice.replace(this.layout.entry(name), text);
			}
			else {
				added.put(name, text);
			}
		}
		this.layout.change(splice, removed.stream().map(EntryId::value).collect(Collectors.toSet()), added);
		this.layout.stamp(splice, stamp);
		return new RegistryDocument(this.kind, splice.apply());
	}

	/**
	 * Where the entries stand in the text, by their names, in the order of the file; the
	 * malformed ones too.
	 */
	Map<String, Span> spans() {
		return this.layout.entries();
	}

	/**
	 * The entry's text as it stands in the file, for passing on without parsing.
	 */
	public Optional<ByteBuffer> findText(EntryId id) {
		if (!has(id)) {
			return Optional.empty();
		}
		Span span = this.layout.entry(id.value());
		return Optional.of(ByteBuffer.wrap(this.bytes, span.start(), span.end() - span.start()).asReadOnlyBuffer());
	}

	private static Map<String, String> malformed(Map<String, Span> entries) {
		Map<String, String> malformed = new LinkedHashMap<>();
		entries.forEach((name, span) -> {
			if (!span.object()) {
				malformed.put(name, "the entry is not a JSON object");
			}
			EntryId.whyNot(name).ifPresent((reason) -> malformed.put(name, reason));
		});
		return Collections.unmodifiableMap(malformed);
	}

}
