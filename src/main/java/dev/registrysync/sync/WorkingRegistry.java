package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.registrysync.history.Commit.Replacement;
import dev.registrysync.identity.AttestationProof;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.reconcile.EntryState;
import dev.registrysync.reconcile.PlannedChange;
import dev.registrysync.reconcile.Standing;
import dev.registrysync.registry.DocumentStamp;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.EntryText;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;
import dev.registrysync.registry.TextStore;
import dev.registrysync.registry.WrittenEntry;
import org.jspecify.annotations.Nullable;

/**
 * The persistent registry as one run sees it: the documents that were read, and over them
 * the entries that the run changes.
 */
final class WorkingRegistry {

	private final EntryCache facts;

	private final TextStore texts;

	private final Map<Kind, Document> documents = new EnumMap<>(Kind.class);

	private final Map<EntryRef, ChangedEntry> changed = new LinkedHashMap<>();

	private final Set<EntryRef> withdrawn = new HashSet<>();

	/** The kinds whose documents are committed even if no entry of them changes. */
	private final Set<Kind> touched = EnumSet.noneOf(Kind.class);

	/** The names that were asked for, until another one comes or goes. */
	private final Map<Kind, List<EntryRef>> names = new EnumMap<>(Kind.class);

	/**
	 * A registry without documents.
	 * @param facts what is known of entries that were seen before
	 * @param texts keeps the texts of entries that the run changes
	 */
	WorkingRegistry(EntryCache facts, TextStore texts) {
		this.facts = facts;
		this.texts = texts;
	}

	/**
	 * Takes in the registry of a kind as it was read, or one to begin with.
	 */
	void add(CurrentDocument read) {
		this.documents.put(read.document().kind(), new Document(read, read.document()));
		this.names.remove(read.document().kind());
	}

	/**
	 * What keeps the texts of entries that the run changes.
	 */
	TextStore texts() {
		return this.texts;
	}

	RegistryDocument document(Kind kind) {
		return require(kind).document();
	}

	/**
	 * Returns the registry of a kind as it was read.
	 */
	CurrentDocument current(Kind kind) {
		return require(kind).read();
	}

	private Document require(Kind kind) {
		return Optional.ofNullable(this.documents.get(kind))
			.orElseThrow(() -> new IllegalStateException("not read: " + kind));
	}

	/**
	 * Whether all that was read is what was committed last, and the files have it.
	 */
	boolean isAsCommitted() {
		return this.documents.values()
			.stream()
			.map(Document::read)
			.allMatch((read) -> read.asCommitted() && !read.due());
	}

	/**
	 * Takes entries back to an earlier version, as if they had been read so.
	 */
	void restore(Kind kind, List<Entry> entries, DocumentStamp stamp) {
		Document document = require(kind);
		this.documents.put(kind, new Document(document.read(), document.document().with(entries, stamp)));
		this.names.remove(kind);
		entries.forEach((entry) -> put(entry.ref(), new ChangedEntry.Decided(() -> entry)));
	}

	/**
	 * The entry as it was read, or restored.
	 */
	Optional<Entry> findRead(EntryRef ref) {
		return document(ref.kind()).find(ref.id());
	}

	Optional<Entry> find(EntryRef ref) {
		if (this.withdrawn.contains(ref)) {
			return Optional.empty();
		}
		@Nullable ChangedEntry entry = this.changed.get(ref);
		return (entry != null) ? Optional.of(entry.entry()) : findRead(ref);
	}

	/**
	 * Sets an entry to what was decided.
	 * @param change one that writes the entry
	 */
	void put(PlannedChange change) {
		put(change.ref(), new ChangedEntry.Decided(() -> change.after().orElseThrow()));
	}

	void put(EntryRef ref, ChangedEntry entry) {
		if (this.changed.put(ref, entry) == null) {
			this.names.remove(ref.kind());
		}
	}

	/**
	 * Takes an entry out that was read and that the run does not change.
	 */
	void withdraw(EntryRef ref) {
		this.withdrawn.add(ref);
		this.names.remove(ref.kind());
	}

	/**
	 * Commits the entry's document even if no entry of it changes: what somebody did to
	 * the entry in the file counts from now on.
	 */
	void touch(EntryRef ref) {
		this.touched.add(ref.kind());
	}

	/**
	 * The names of all well-formed entries: those of the documents in their order, then
	 * the new ones.
	 */
	List<EntryRef> refs(Kind kind) {
		return this.names.computeIfAbsent(kind, this::names);
	}

	private List<EntryRef> names(Kind kind) {
		RegistryDocument document = document(kind);
		List<EntryRef> names = new ArrayList<>(document.ids().size());
		document.ids().forEach((id) -> names.add(new EntryRef(kind, id)));
		this.changed.keySet()
			.stream()
			.filter((ref) -> ref.kind() == kind && !document.has(ref.id()))
			.forEach(names::add);
		if (!this.withdrawn.isEmpty()) {
			names.removeIf(this.withdrawn::contains);
		}
		return Collections.unmodifiableList(names);
	}

	/**
	 * An entry in its present version.
	 */
	Entry get(EntryRef ref) {
		return find(ref).orElseThrow();
	}

	/**
	 * What is found out about an entry in its present version.
	 */
	EntrySummary facts(EntryRef ref) {
		@Nullable ChangedEntry entry = this.changed.get(ref);
		return (entry != null) ? entry.facts() : this.facts.of(document(ref.kind()), ref);
	}

	/**
	 * Whether the run writes the entry.
	 */
	boolean isChanged(EntryRef ref) {
		return this.changed.containsKey(ref);
	}

	/**
	 * The text of an entry; empty if the run changes it.
	 */
	Optional<EntryText> findText(EntryRef ref) {
		return this.changed.containsKey(ref) ? Optional.empty() : Optional.of(document(ref.kind()).text(ref.id()));
	}

	/**
	 * The entries that were read and in whose text some ASCII text is, escapes aside.
	 */
	Stream<Entry> mentioning(String ascii) {
		return this.documents.values()
			.stream()
			.map(Document::document)
			.flatMap((document) -> document.ids()
				.stream()
				.filter((id) -> document.text(id).mentions(ascii))
				.flatMap((id) -> document.find(id).stream()));
	}

	/**
	 * The standing of an entry as it was read, or restored.
	 */
	Standing standingRead(EntryRef ref) {
		return this.facts.of(document(ref.kind()), ref).standing();
	}

	/**
	 * How many entries are in which state with the run's changes.
	 */
	Census census() {
		Census census = new Census();
		this.documents.forEach((kind, document) -> {
			refs(kind).forEach((ref) -> census.count(kind, facts(ref).standing().state()));
			document.document().malformed().keySet().forEach((name) -> census.count(kind, EntryState.MALFORMED));
		});
		return census;
	}

	/**
	 * The last revision behind the given one at which an entry proves that it was
	 * attested.
	 */
	Optional<Revision> findAttestedLater(AttestationProof proof, Revision than) {
		return this.documents.keySet()
			.stream()
			.flatMap((kind) -> refs(kind).stream())
			.flatMap((ref) -> proof.findLater(get(ref), than).stream())
			.map(AttestedContent::revision)
			.max(Revision::compareTo);
	}

	/**
	 * The entries that the run changes, but for some.
	 */
	Stream<EntryRef> changedBeside(Set<EntryRef> others) {
		return this.changed.keySet().stream().filter((ref) -> !others.contains(ref));
	}

	/**
	 * How many well-formed entries that is.
	 */
	int size() {
		return this.documents.keySet().stream().mapToInt((kind) -> refs(kind).size()).sum();
	}

	/**
	 * The documents that differ from what was read.
	 * @param beforeEach hears of each entry that differs
	 */
	Map<Kind, Replacement> changes(DocumentStamp stamp, Runnable beforeEach) {
		JsonNumber now = JsonNumber.epochSeconds(stamp.at());
		Map<Kind, Replacement> changes = new EnumMap<>(Kind.class);
		this.documents.forEach((kind, document) -> {
			List<WrittenEntry> entries = new ArrayList<>();
			this.changed.forEach((ref, entry) -> {
				if (ref.kind() == kind) {
					beforeEach.run();
					entries.add(entry.written(now, this.texts));
				}
			});
			Set<EntryId> removed = this.withdrawn.stream()
				.filter((ref) -> ref.kind() == kind)
				.map(EntryRef::id)
				.collect(Collectors.toSet());
			if (!entries.isEmpty() || !removed.isEmpty()) {
				changes.put(kind,
						document.replaced(document.document().withWritten(entries, removed, stamp, this.texts)));
			}
			else if (this.touched.contains(kind)) {
				changes.put(kind, document.replaced(document.document().stamped(stamp)));
			}
		});
		return changes;
	}

	/**
	 * A document.
	 *
	 * @param read as it was read
	 * @param document the same, with entries that were taken back
	 */
	private record Document(CurrentDocument read, RegistryDocument document) {

		private Replacement replaced(RegistryDocument after) {
			return new Replacement(this.read.findDocument(), this.read.asCommitted(), after,
					this.read.file().map(RegistryDocument::digest));
		}

	}

}
