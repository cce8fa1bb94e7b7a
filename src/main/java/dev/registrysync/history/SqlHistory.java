package dev.registrysync.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.registrysync.database.Database;
import dev.registrysync.history.Base.Side;
import dev.registrysync.history.Commit.DocumentDigests;
import dev.registrysync.history.Journal.Appending;
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
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

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

	private final Map<EntryRef, AttestedContent> attested = new HashMap<>();

	private final Map<EntryRef, CommittedKey> keys = new HashMap<>();

	private final Set<EntryRef> edited = new HashSet<>();

	private final Set<EntryRef> withdrawn = new HashSet<>();

	private final Map<KeyFacts, KnownKey> revoked = new LinkedHashMap<>();

	private Map<Kind, String> documents;

	/** The digests of the documents before and after the unsettled commit. */
	private Map<Kind, DocumentDigests> unsettled = Map.of();

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
		this.documents = this.entries.documents();
		this.journal.scan().revoked().forEach((key) -> this.revoked.put(key.facts(), key));
		List<Damage> damaged = load();
		new HistoryCheck(this.journal.scan(), this.entries, this.journal.head().pending()).find(damaged)
			.filter((found) -> this.journal.broken().isEmpty())
			.ifPresent(this.journal::isBroken);
		if (witness != null) {
			this.journal.attach(witness);
		}
		if (this.journal.broken().isEmpty()) {
			this.journal.scan()
				.rows()
				.stream()
				.filter((row) -> row.sequence() == this.journal.head().pending())
				.forEach((row) -> this.unsettled = digests(row.event().json()));
		}
		this.changes.moveTo(this.entries.newest());
	}

	private synchronized long oldest() {
		return this.journal.head().oldest();
	}

	private static Map<Kind, DocumentDigests> digests(JsonObject body) {
		Map<String, String> before = Members.texts(body, "before");
		Map<Kind, DocumentDigests> digests = new EnumMap<>(Kind.class);
		Members.texts(body, "documents")
			.forEach((kind, after) -> digests.put(Members.kind(kind),
					new DocumentDigests(Optional.ofNullable(before.get(kind)), after)));
		return digests;
	}

	/**
	 * Takes in the entries that later rows of the journal wrote.
	 * @return the rows that are not what was written
	 */
	private List<Damage> load() {
		List<Damage> damaged = this.entries.readAfter(this.loaded, this::take);
		long pending = this.journal.head().pending();
		this.loaded = (pending > 0) ? pending - 1 : this.journal.head().sequence();
		return damaged;
	}

	private void take(EntryRow row) {
		put(this.attested, row.ref(), row.identity().content());
		put(this.keys, row.ref(), row.identity().key());
		mark(this.edited, row.ref(), row.original());
		mark(this.withdrawn, row.ref(), row.withdrawn());
	}

	private static <T> void put(Map<EntryRef, T> map, EntryRef ref, @Nullable T value) {
		if (value != null) {
			map.put(ref, value);
		}
		else {
			map.remove(ref);
		}
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
				new HistoryCheck(this.journal.scan(), this.entries, this.journal.head().pending()).find(List.of())
					.ifPresent(this.journal::isBroken);
			}
		}
		List<Damage> damaged = new ArrayList<>(this.entries.verify());
		damaged.addAll(this.bases.verify());
		return damaged;
	}

	@Override
	public synchronized void requireWritable() {
		this.journal.requireIntact();
	}

	@Override
	public synchronized Optional<String> findDigest(Kind kind) {
		return Optional.ofNullable(this.documents.get(kind));
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
		return this.entries.findDocument(kind, new Revision(this.journal.head().revision()));
	}

	@Override
	public synchronized Set<EntryRef> attested(Kind kind) {
		return this.attested.keySet()
			.stream()
			.filter((ref) -> ref.kind() == kind)
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
		return Optional.ofNullable(this.attested.get(ref));
	}

	@Override
	public synchronized Map<EntryRef, CommittedKey> committedKeys() {
		return Map.copyOf(this.keys);
	}

	@Override
	public synchronized Optional<CommittedKey> findKey(EntryRef ref) {
		return Optional.ofNullable(this.keys.get(ref));
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
		requireSettled();
		JsonObject explained = reason.isEmpty() ? context : context.with("reason", reason);
		Event event = Event.of(Type.REVOKE, revision(), at, KeyJson.withRevoked(explained, List.of(key)));
		this.journal
			.append((jdbc, sequence) -> new Event(event.type(), event.revision(), event.at(), syncId, event.body()));
		this.revoked.put(key.facts(), key);
	}

	@Override
	public synchronized void record(Commit commit) {
		requireSettled();
		Map<Kind, DocumentDigests> changed = commit.digests();
		this.journal.append((jdbc, sequence) -> {
			Staging staging = new Staging(this.database, jdbc, sequence, commit.revision().number());
			staging.add(commit, this.withdrawn, this.documents);
			commit.bases()
				.forEach((base) -> staging.add(base, this.bases.get(base.source(), base.kind(), base.side())));
			JsonObject body = commit.cause()
				.toJson()
				.with("documents", Members.texts(texts(changed, (digests) -> Optional.of(digests.after()))))
				.with("before", Members.texts(texts(changed, DocumentDigests::before)))
				.with("entries", Members.texts(staging.entries()))
				.with("changes", Members.texts(this.runs.recorded(commit)));
			return Event.of(Type.COMMIT, commit.revision(), commit.at(), commit.cause(), body);
		});
		this.unsettled = changed;
	}

	/**
	 * Any other row would say that the recorded commit is not pending any more.
	 */
	private void requireSettled() {
		if (!this.unsettled.isEmpty()) {
			throw new IllegalStateException("the last commit is neither published nor taken back");
		}
	}

	private static Map<Kind, String> texts(Map<Kind, DocumentDigests> documents,
			Function<DocumentDigests, Optional<String>> digest) {
		Map<Kind, String> texts = new TreeMap<>();
		documents.forEach((kind, digests) -> digest.apply(digests).ifPresent((text) -> texts.put(kind, text)));
		return texts;
	}

	@Override
	public synchronized void publish(Commit commit) {
		end(Set.of());
		commit.documents()
			.forEach((kind, document) -> document.after().moveTo(this.entries.texts(kind)));
		this.bases.put(commit.bases());
		this.compaction.committed(commit.at());
	}

	@Override
	public synchronized void takeBack(Commit commit) {
		end(commit.documents().keySet());
	}

	@Override
	public synchronized void settle(Set<Kind> inForce) {
		Set<Kind> takenBack = EnumSet.noneOf(Kind.class);
		takenBack.addAll(this.unsettled.keySet());
		takenBack.removeAll(inForce);
		if (!this.unsettled.isEmpty()) {
			end(takenBack);
			this.bases.forget();
		}
	}

	/**
	 * Ends the recorded commit.
	 * @param takenBack the kinds of which nothing comes into force
	 */
	private void end(Set<Kind> takenBack) {
		boolean all = takenBack.containsAll(this.unsettled.keySet());
		Set<Kind> discarded = all ? Set.of(Kind.values()) : takenBack;
		Map<Kind, String> lost = texts(this.unsettled, (digests) -> Optional.of(digests.after()));
		lost.keySet().retainAll(takenBack);
		Ending ending = new Ending(this.runs, takenBack, discarded, Event.of(Type.ABORT, revision(), Instant.now(),
				JsonObject.EMPTY.with("taken_back", Members.texts(lost))));
		if (takenBack.isEmpty()) {
			this.journal.settle(ending);
		}
		else {
			this.journal.append(ending);
		}
		this.unsettled = Map.of();
		this.documents = this.entries.documents();
		load();
		this.changes.moveTo(this.entries.newest());
	}

	@Override
	public synchronized void note(Cause cause, Instant at, Collection<Base> moved, ExternalEdits edits) {
		requireSettled();
		this.journal.append(new Appending() {

			@Override
			public Event write(JdbcClient jdbc, long sequence) {
				SqlHistory.this.runs.noted(cause, at);
				Staging staging = new Staging(SqlHistory.this.database, jdbc, sequence, revision().number());
				staging.add(edits);
				moved.forEach((base) -> staging.add(base,
						SqlHistory.this.bases.get(base.source(), base.kind(), base.side())));
				JsonObject body = cause.toJson().with("entries", Members.texts(staging.entries()));
				return Event.of(Type.NOTE, revision(), at, cause, body);
			}

			@Override
			public void inForce(JdbcClient jdbc) {
				Staging.publish(jdbc, Set.of(), at);
			}

		});
		this.bases.put(moved);
		load();
		this.compaction.look(at);
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

	@Override
	public synchronized Map<Kind, DocumentDigests> unsettled() {
		return this.unsettled;
	}

	/**
	 * Ends a commit.
	 *
	 * @param takenBack the kinds whose documents do not come into force
	 * @param discarded the kinds of which nothing does
	 * @param event says which those are
	 */
	private record Ending(RunTable runs, Set<Kind> takenBack, Set<Kind> discarded, Event event) implements Appending {

		@Override
		public Event write(JdbcClient jdbc, long sequence) {
			return this.event;
		}

		@Override
		public void inForce(JdbcClient jdbc) {
			if (!this.takenBack.isEmpty()) {
				this.runs.takenBack(this.event.revision(), this.takenBack);
			}
			Staging.publish(jdbc, this.discarded, this.event.at());
		}

	}

}
