package dev.registrysync.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.registrysync.database.Database;
import dev.registrysync.history.Base.Side;
import dev.registrysync.history.EntryRow.Identity;
import dev.registrysync.history.JournalRow.Event;
import dev.registrysync.history.JournalRow.Type;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.ServiceIdentity;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the history in the database. Calls are serialized. In memory it holds the
 * attested content and the key of each entry, but no texts.
 */
class SqlHistory implements History {

	private final Database database;

	private final UUID registryId;

	private final EntryRows entries;

	private final Bases bases;

	private final Journal journal;

	private final RunTable runs;

	private final SqlChangeLog changes;

	private final Compaction compaction;

	private final Map<EntryRef, Identity> identities = new HashMap<>();

	private final Set<EntryRef> edited = new HashSet<>();

	private final Set<EntryRef> withdrawn = new HashSet<>();

	private final Map<KeyFacts, KnownKey> revoked = new LinkedHashMap<>();

	/** The last revision that changed each document. */
	private final Map<Kind, KeptRevision> documents;

	private final Publications publications;

	/** Whether commits are stored together with others. */
	private boolean together;

	/** When those commits were made that nobody was told of yet. */
	private final List<Instant> commits = new ArrayList<>();

	/** The last row of the journal whose entries are in memory. */
	private long loaded;

	/**
	 * Opens the history, or begins one. If it is not what was written, it only reads.
	 * @param witness knows the end of the journal; null if nothing does
	 */
	SqlHistory(Database database, ServiceIdentity service, Secp256k1 secp256k1, Retention retention,
			@Nullable Witness witness) {
		this.database = database;
		this.registryId = Journal.requireRegistryId(database);
		this.entries = new EntryRows(database);
		this.bases = new Bases(database);
		this.journal = new Journal(database, new JournalSigner(this.registryId, service, secp256k1));
		this.runs = new RunTable(database);
		this.changes = new SqlChangeLog(database, (revision) -> revision.number() < oldest());
		this.compaction = new Compaction(retention, database, this.journal, this.entries, this.runs);
		this.publications = new PublicationTable(database);
		this.documents = this.entries.lastChanges();
		this.journal.scan().revoked().forEach((key) -> this.revoked.put(key.facts(), key));
		List<Damage> damaged = load();
		new HistoryCheck(this.journal.scan(), this.entries).find(damaged)
			.filter((found) -> this.journal.broken().isEmpty())
			.ifPresent(this.journal::isBroken);
		if (witness != null) {
			this.journal.attach(witness);
		}
		this.changes.moveTo(this.entries.newest());
	}

	private synchronized long oldest() {
		return this.journal.head().oldest();
	}

	/**
	 * Takes in the entries that later rows of the journal wrote.
	 * @return the rows that are not what was written
	 */
	private List<Damage> load() {
		List<Damage> damaged = this.entries.readAfter(this.loaded, this::take);
		this.loaded = this.journal.head().sequence();
		return damaged;
	}

	private void take(EntryRow row) {
		if (row.identity().isNone()) {
			this.identities.remove(row.ref());
		}
		else {
			this.identities.put(row.ref(), row.identity());
		}
		mark(this.edited, row.ref(), row.original());
		mark(this.withdrawn, row.ref(), row.withdrawn());
	}

	private static void mark(Set<EntryRef> set, EntryRef ref, @Nullable Entry entry) {
		if (entry != null) {
			set.add(ref);
		}
		else {
			set.remove(ref);
		}
	}

	@Override
	public UUID registryId() {
		return this.registryId;
	}

	@Override
	public synchronized Revision revision() {
		return head().revision();
	}

	@Override
	public synchronized ChainHead head() {
		return this.journal.chainHead();
	}

	@Override
	public synchronized boolean isIntact() {
		return this.journal.broken().isEmpty();
	}

	@Override
	public synchronized void noteLostEnd(Revision proven) {
		this.journal.noteLostEnd(proven);
	}

	/**
	 * What is known of the chain, without looking again.
	 */
	synchronized ChainStatus chain() {
		return this.journal.status();
	}

	Journal journal() {
		return this.journal;
	}

	EntryRows entries() {
		return this.entries;
	}

	Bases bases() {
		return this.bases;
	}

	/**
	 * The revisions whose documents are kept, the oldest first.
	 */
	synchronized List<KeptRevision> revisions() {
		return this.compaction.revisions();
	}

	/**
	 * Reads all rows again.
	 * @return those beside the journal that are not what was written
	 */
	List<Damage> verify() {
		synchronized (this) {
			this.journal.verify();
			if (isIntact()) {
				new HistoryCheck(this.journal.scan(), this.entries).find(List.of()).ifPresent(this.journal::isBroken);
			}
		}
		List<Damage> damaged = new ArrayList<>(this.entries.verify());
		damaged.addAll(this.bases.verify());
		return damaged;
	}

	@Override
	public synchronized void requireWritable() {
		this.journal.requireIntact();
		if (this.loaded < this.journal.head().sequence()) {
			// A commit was stored, and what followed failed
			load();
			this.documents.putAll(this.entries.lastChanges());
			this.bases.forget();
			this.changes.moveTo(this.entries.newest());
		}
	}

	@Override
	public synchronized Optional<KeptRevision> findLastChange(Kind kind) {
		return Optional.ofNullable(this.documents.get(kind));
	}

	@Override
	public Publications publications() {
		return this.publications;
	}

	@Override
	public synchronized Optional<Entry> findOriginal(EntryRef ref) {
		Predicate<Entry> isAttested = (entry) -> find(ref).map((content) -> content.isOf(entry)).orElse(true);
		Optional<EntryRow> row = this.entries.find(ref);
		return row.map(EntryRow::original)
			.or(() -> row.flatMap(EntryRow::findCommitted).filter(isAttested))
			.or(() -> row.map(EntryRow::withdrawn).filter(isAttested));
	}

	@Override
	public synchronized Set<EntryRef> committed(Kind kind) {
		return this.entries.committed(kind);
	}

	@Override
	public synchronized Optional<RegistryDocument> findCommitted(Kind kind) {
		return findDocument(kind, new Revision(this.journal.head().revision()));
	}

	@Override
	public synchronized Optional<RegistryDocument> findDocument(Kind kind, Revision revision) {
		return this.entries.findDocument(kind, revision);
	}

	@Override
	public synchronized Set<EntryRef> attested(Kind kind) {
		return this.identities.keySet()
			.stream()
			.filter((ref) -> ref.kind() == kind && find(ref).isPresent())
			.collect(Collectors.toUnmodifiableSet());
	}

	@Override
	public synchronized Set<EntryRef> edited() {
		return Set.copyOf(this.edited);
	}

	@Override
	public synchronized Set<EntryRef> withdrawn() {
		return Set.copyOf(this.withdrawn);
	}

	@Override
	public synchronized Optional<Entry> findWithdrawn(EntryRef ref) {
		return this.entries.find(ref).map(EntryRow::withdrawn);
	}

	@Override
	public synchronized Map<Kind, RegistryDocument> documentsAt(Revision revision) {
		requireKept(revision);
		Map<Kind, RegistryDocument> found = new EnumMap<>(Kind.class);
		this.entries.kinds()
			.forEach((kind) -> found.put(kind, this.entries.findDocument(kind, revision)
				.orElseGet(() -> RegistryDocument.create(kind, JsonObject.EMPTY))));
		return found;
	}

	private void requireKept(Revision revision) {
		long present = this.journal.head().revision();
		long oldest = this.journal.head().oldest();
		if (revision.equals(Revision.NONE) || revision.number() > present) {
			throw new ProblemException(ProblemCode.REVISION_NOT_FOUND,
					"The registry has had the revisions up to %s, and %s is none of them."
						.formatted(Long.toString(present), revision),
					Map.of("revision", revision.number(), "present", present));
		}
		if (revision.number() < oldest) {
			throw new ProblemException(ProblemCode.REVISION_COMPACTED,
					"The documents of revision %s are not kept any more; those of %s are.".formatted(revision,
							Long.toString(oldest)),
					Map.of("revision", revision.number(), "oldest_kept", oldest));
		}
	}

	@Override
	public synchronized EntryTable base(String source, Kind kind) {
		return this.bases.get(source, kind, Side.BASE);
	}

	@Override
	public synchronized Set<String> sources() {
		return this.bases.sources();
	}

	@Override
	public synchronized EntryTable pushed(String source, Kind kind) {
		return this.bases.get(source, kind, Side.PUSHED);
	}

	@Override
	public synchronized Optional<AttestedContent> find(EntryRef ref) {
		return Optional.ofNullable(this.identities.get(ref)).flatMap(Identity::findContent);
	}

	@Override
	public synchronized Map<EntryRef, CommittedKey> committedKeys() {
		Map<EntryRef, CommittedKey> keys = new HashMap<>();
		this.identities.forEach((ref, identity) -> identity.findKey().ifPresent((key) -> keys.put(ref, key)));
		return keys;
	}

	@Override
	public synchronized Optional<CommittedKey> findKey(EntryRef ref) {
		return Optional.ofNullable(this.identities.get(ref)).flatMap(Identity::findKey);
	}

	@Override
	public synchronized Collection<KnownKey> revoked() {
		return List.copyOf(this.revoked.values());
	}

	@Override
	public synchronized void record(KnownKey key, String reason, Instant at) {
		revoke(key, reason, at, "", JsonObject.EMPTY);
	}

	@Override
	public synchronized void record(Cause cause, KnownKey key, String reason, Instant at) {
		revoke(key, reason, at, cause.syncId(), cause.toJson());
	}

	private void revoke(KnownKey key, String reason, Instant at, String syncId, JsonObject context) {
		JsonObject explained = reason.isEmpty() ? context : context.with("reason", reason);
		Event event = Event.of(Type.REVOKE, revision(), at, KeyJson.withRevoked(explained, List.of(key)));
		this.journal
			.append((jdbc, sequence) -> new Event(event.type(), event.revision(), event.at(), syncId, event.body()));
		this.journal.tellWitness();
		load();
		this.revoked.put(key.facts(), key);
	}

	@Override
	public synchronized void commit(Commit commit) {
		this.journal.append((jdbc, sequence) -> {
			RowWriter rows = new RowWriter(this.database, jdbc, sequence, commit.revision().number());
			rows.write(commit, this.withdrawn, this.documents.keySet());
			commit.bases().forEach((base) -> rows.write(base, present(base)));
			JsonObject body = commit.cause()
				.toJson()
				.with("documents", Members.texts(rows.documents()))
				.with("entries", Members.texts(rows.entries()))
				.with("changes", Members.texts(this.runs.recorded(commit)));
			return Event.of(Type.COMMIT, commit.revision(), commit.at(), commit.cause(), body);
		});
		commit.documents()
			.keySet()
			.forEach((kind) -> this.documents.put(kind, new KeptRevision(commit.revision(), commit.at())));
		load();
		this.bases.put(commit.bases());
		commit.documents().forEach((kind, document) -> document.after().moveTo(this.entries.texts(kind)));
		this.commits.add(commit.at());
		if (!this.together) {
			stored();
		}
	}

	/**
	 * Does what follows when commits are stored.
	 */
	private void stored() {
		this.journal.tellWitness();
		this.changes.moveTo(this.entries.newest());
		this.commits.forEach(this.compaction::committed);
		this.commits.clear();
	}

	@Override
	public synchronized <T> T together(Supplier<T> work) {
		this.journal.requireWritable();
		boolean stored = false;
		this.together = true;
		try {
			T result = this.database.write((jdbc) -> work.get());
			stored = true;
			return result;
		}
		finally {
			this.together = false;
			if (stored) {
				stored();
			}
			else {
				reload();
			}
		}
	}

	/**
	 * Goes back to what is stored.
	 */
	private void reload() {
		this.journal.reload();
		this.identities.clear();
		this.edited.clear();
		this.withdrawn.clear();
		this.documents.clear();
		this.loaded = 0;
		load();
		this.documents.putAll(this.entries.lastChanges());
		this.bases.forget();
		this.commits.clear();
	}

	private EntryTable present(Base base) {
		return this.bases.get(base.source(), base.kind(), base.side());
	}

	@Override
	public synchronized void note(Cause cause, Instant at, Collection<Base> moved, ExternalEdits edits) {
		this.journal.append((jdbc, sequence) -> {
			this.runs.noted(cause, at);
			RowWriter rows = new RowWriter(this.database, jdbc, sequence, revision().number());
			rows.write(edits);
			moved.forEach((base) -> rows.write(base, present(base)));
			JsonObject body = cause.toJson().with("entries", Members.texts(rows.entries()));
			return Event.of(Type.NOTE, revision(), at, cause, body);
		});
		load();
		this.bases.put(moved);
		if (!this.together) {
			this.journal.tellWitness();
			this.compaction.look(at);
		}
	}

	@Override
	public Runs runs() {
		return this.runs;
	}

	/**
	 * What each revision changed.
	 */
	ChangeLog changes() {
		return this.changes;
	}

}
