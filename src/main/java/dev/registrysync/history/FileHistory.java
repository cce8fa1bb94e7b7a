package dev.registrysync.history;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.registrysync.history.Base.Side;
import dev.registrysync.history.Commit.DocumentDigests;
import dev.registrysync.history.Commit.Replacement;
import dev.registrysync.history.JournalRecord.BaseName;
import dev.registrysync.history.JournalRecord.Committed;
import dev.registrysync.history.JournalRecord.Noted;
import dev.registrysync.history.JournalRecord.Revoked;
import dev.registrysync.history.JournalRecord.TakenBack;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.ServiceIdentity;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;
import dev.registrysync.volume.DurableDirectory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the history as files: the registry's id, the journal and the bases.
 */
class FileHistory implements History, Runs {

	private final UUID registryId;

	private final Journal journal;

	private final BaseFiles bases;

	private final Snapshots snapshots;

	private final Forgetting forgetting;

	private final FileRuns runs;

	private final HistoryState state = new HistoryState();

	/** The documents that were committed last, as far as they are in memory. */
	private final Map<Kind, RegistryDocument> committed = new EnumMap<>(Kind.class);

	private @Nullable Committed unsettled;

	/**
	 * Opens the history, or begins one. With a journal that is broken it knows what the
	 * lines before say, and takes in nothing more.
	 * @throws ProblemException {@code HISTORY_UNREADABLE} naming another file that is not
	 * what was written, or {@code HISTORY_INACCESSIBLE}
	 */
	FileHistory(Path path, ServiceIdentity service, Secp256k1 secp256k1, Retention retention) {
		DurableDirectory directory = DurableDirectory.shared(path, ProblemCode.HISTORY_INACCESSIBLE);
		this.registryId = RegistryId.readOrMake(directory, Journal.isEmpty(directory));
		this.journal = new Journal(directory, new ChainSeal(this.registryId, service, secp256k1));
		this.bases = new BaseFiles(directory);
		this.snapshots = Snapshots.in(path);
		this.runs = new FileRuns(this.journal,
				DurableDirectory.shared(path.resolve("details"), ProblemCode.HISTORY_INACCESSIBLE));
		this.forgetting = new Forgetting(retention, this.journal, this.snapshots, this.runs,
				new SetAsideJournals(directory));
		replay(this.journal.read());
	}

	private void replay(List<JournalRecord> records) {
		Optional<Committed> last = this.state.replay(records);
		if (this.journal.broken().isPresent()) {
			last.ifPresent(this.state::apply);
			this.state.bases().forEach(this.bases::openIfIntact);
			return;
		}
		this.unsettled = last.orElse(null);
		Set<BaseName> open = (this.unsettled != null) ? this.unsettled.bases().keySet() : Set.of();
		this.state.bases().forEach((name, digest) -> {
			if (!open.contains(name)) {
				this.bases.open(name, Optional.of(digest));
			}
		});
	}

	@Override
	public UUID registryId() {
		return this.registryId;
	}

	@Override
	public synchronized Revision revision() {
		return this.state.revision();
	}

	@Override
	public synchronized ChainHead head() {
		return new ChainHead(this.state.revision(), this.journal.digest());
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
		return this.journal.status(this.state.revision());
	}

	/**
	 * The revisions that are kept, the oldest first.
	 */
	synchronized List<KeptRevision> revisions() {
		return this.state.past().revisions();
	}

	/**
	 * Reads all files again.
	 * @return those beside the journal that are not what was written
	 */
	List<DamagedFile> verify() {
		Map<BaseName, String> digests;
		synchronized (this) {
			this.journal.verify();
			digests = Map.copyOf(this.state.bases());
		}
		List<DamagedFile> damaged = new ArrayList<>(this.snapshots.verify());
		synchronized (this) {
			digests.forEach((name, digest) -> {
				if (digest.equals(this.state.bases().get(name))) {
					this.bases.verify(name, digest).ifPresent(damaged::add);
				}
			});
		}
		return damaged;
	}

	@Override
	public synchronized void requireWritable() {
		this.journal.requireIntact();
	}

	@Override
	public synchronized Optional<String> findDigest(Kind kind) {
		return this.state.findDocument(kind);
	}

	@Override
	public synchronized Optional<Entry> findOriginal(EntryRef ref) {
		return this.state.find(ref)
			.flatMap((content) -> this.state.findOriginal(ref).or(() -> findCommitted(ref).filter(content::isOf)));
	}

	private Optional<Entry> findCommitted(EntryRef ref) {
		if (!this.committed.containsKey(ref.kind())) {
			this.state.findDocument(ref.kind())
				.flatMap(this.snapshots::find)
				.ifPresent((bytes) -> this.committed.put(ref.kind(), RegistryDocument.parse(ref.kind(), bytes)));
		}
		return Optional.ofNullable(this.committed.get(ref.kind())).flatMap((document) -> document.find(ref.id()));
	}

	@Override
	public synchronized Set<EntryRef> attested() {
		return this.state.attested();
	}

	@Override
	public synchronized Set<EntryRef> edited() {
		return this.state.edited();
	}

	@Override
	public synchronized Map<EntryRef, Entry> withdrawn() {
		return this.state.withdrawn();
	}

	@Override
	public synchronized Map<Kind, RegistryDocument> documentsAt(Revision revision) {
		if (revision.equals(Revision.NONE) || revision.compareTo(this.state.revision()) > 0) {
			throw new ProblemException(ProblemCode.REVISION_NOT_FOUND,
					"The registry has had the revisions up to %s, and %s is none of them."
						.formatted(this.state.revision(), revision),
					Map.of("revision", revision.number(), "present", this.state.revision().number()));
		}
		if (this.state.past().isForgotten(revision)) {
			throw compacted(revision);
		}
		Map<Kind, RegistryDocument> documents = new EnumMap<>(Kind.class);
		this.state.past()
			.at(revision)
			.forEach((kind, digest) -> documents.put(kind, digest.map((name) -> snapshot(kind, name, revision))
				.orElseGet(() -> RegistryDocument.create(kind, JsonObject.EMPTY))));
		return documents;
	}

	private RegistryDocument snapshot(Kind kind, String digest, Revision revision) {
		byte[] bytes = this.snapshots.find(digest).orElseThrow(() -> compacted(revision));
		return RegistryDocument.parse(kind, bytes);
	}

	private ProblemException compacted(Revision revision) {
		Revision oldest = oldestKept(revision);
		return new ProblemException(ProblemCode.REVISION_COMPACTED,
				"The documents of revision %s are not kept any more; those of %s are.".formatted(revision, oldest),
				Map.of("revision", revision.number(), "oldest_kept", oldest.number()));
	}

	private Revision oldestKept(Revision lost) {
		Optional<Revision> next = this.state.past().findNext(lost);
		while (next.isPresent() && !isKept(next.get())) {
			next = this.state.past().findNext(next.get());
		}
		return next.orElse(this.state.revision());
	}

	private boolean isKept(Revision revision) {
		return this.state.past().at(revision).values().stream().flatMap(Optional::stream).allMatch(this.snapshots::has);
	}

	@Override
	public synchronized EntryTable base(String source, Kind kind) {
		return this.bases.get(new BaseName(source, kind, Side.BASE));
	}

	@Override
	public synchronized Set<String> sources() {
		return this.state.bases()
			.keySet()
			.stream()
			.filter((name) -> name.side() == Side.BASE && !this.bases.get(name).isEmpty())
			.map(BaseName::source)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	@Override
	public synchronized EntryTable pushed(String source, Kind kind) {
		return this.bases.get(new BaseName(source, kind, Side.PUSHED));
	}

	@Override
	public synchronized Optional<AttestedContent> find(EntryRef ref) {
		return this.state.find(ref);
	}

	@Override
	public synchronized Optional<CommittedKey> findKey(EntryRef ref) {
		return this.state.findKey(ref);
	}

	@Override
	public synchronized Collection<KnownKey> revoked() {
		return this.state.revoked();
	}

	@Override
	public void record(KnownKey revoked, Instant at) {
		record(revoked, JsonObject.of("at", at(at)));
	}

	@Override
	public void record(Cause cause, KnownKey revoked, Instant at) {
		record(revoked, cause.toJson().with("at", at(at)));
	}

	private synchronized void record(KnownKey revoked, JsonObject context) {
		Revoked record = new Revoked(this.state.revision(), revoked);
		this.journal.append(record, context);
		this.state.apply(record);
	}

	@Override
	public synchronized void record(Commit commit) {
		requireWritable();
		this.unsettled = orLeavingNothing(() -> append(commit));
		this.state.use(commit.revision());
	}

	private Committed append(Commit commit) {
		commit.documents().values().forEach(this::keepSnapshots);
		commit.cause().details().ifPresent(this.runs::keep);
		Committed record = Committed.of(commit, this.bases.stage(commit.bases()), this.state.withdrawn().keySet());
		append(record, context(commit), commit.bases());
		return record;
	}

	/**
	 * Adds a line, or forgets the bases that it would have named.
	 */
	private void append(JournalRecord record, JsonObject context, Collection<Base> staged) {
		try {
			this.journal.append(record, context);
		}
		catch (ProblemException ex) {
			this.bases.discard(staged);
			throw ex;
		}
	}

	/**
	 * What cannot be recorded leaves no files behind that nothing names.
	 */
	private <T> T orLeavingNothing(Supplier<T> recording) {
		try {
			return recording.get();
		}
		catch (ProblemException ex) {
			this.forgetting.lookAfterFailure(this.state);
			throw ex;
		}
	}

	/**
	 * The document before may be one that somebody else wrote.
	 */
	private void keepSnapshots(Replacement document) {
		document.before().ifPresent(this.snapshots::keep);
		this.snapshots.keep(document.after());
	}

	@Override
	public synchronized void publish(Commit commit) {
		this.unsettled = null;
		this.state.apply(Committed.of(commit, BaseFiles.digests(commit.bases()), this.state.withdrawn().keySet()));
		this.bases.publish(commit.bases());
		commit.documents().forEach((kind, document) -> this.committed.put(kind, document.after()));
		this.forgetting.look(this.state, commit.at());
	}

	@Override
	public synchronized void takeBack(Commit commit) {
		this.journal.append(new TakenBack(commit.revision(), commit.documents().keySet()), context(commit));
		this.bases.discard(commit.bases());
		this.unsettled = null;
	}

	@Override
	public synchronized void note(Collection<Base> bases, ExternalEdits edits) {
		append(bases, edits, JsonObject.EMPTY);
		noted();
	}

	@Override
	public synchronized void note(Cause cause, Instant at, Collection<Base> bases, ExternalEdits edits) {
		orLeavingNothing(() -> {
			cause.details().ifPresent(this.runs::keep);
			return append(bases, edits, cause.toJson().with("at", at(at)));
		});
		noted();
	}

	private Noted append(Collection<Base> bases, ExternalEdits edits, JsonObject context) {
		requireWritable();
		Noted record = new Noted(this.state.revision(), this.bases.stage(bases), edits);
		append(record, context, bases);
		this.bases.publish(bases);
		this.state.apply(record);
		return record;
	}

	private void noted() {
		this.state.past().findNewest().ifPresent((newest) -> this.forgetting.look(this.state, newest.at()));
	}

	@Override
	public synchronized Map<Kind, DocumentDigests> unsettled() {
		return (this.unsettled != null) ? this.unsettled.documents() : Map.of();
	}

	@Override
	public synchronized void settle(Set<Kind> inForce) {
		this.committed.clear();
		Committed record = this.unsettled;
		if (record == null) {
			return;
		}
		Set<Kind> takenBack = EnumSet.noneOf(Kind.class);
		takenBack.addAll(record.documents().keySet());
		takenBack.removeAll(inForce);
		if (!takenBack.isEmpty()) {
			this.journal.append(new TakenBack(record.revision(), takenBack), JsonObject.EMPTY);
		}
		this.state.apply(record.without(takenBack));
		record.bases()
			.keySet()
			.forEach((name) -> this.bases.open(name, Optional.ofNullable(this.state.bases().get(name))));
		this.unsettled = null;
	}

	@Override
	public Runs runs() {
		return this;
	}

	/**
	 * A commit that nothing follows is one that may not be in force, so nothing may.
	 */
	@Override
	public synchronized void tell(List<RunRecord> ended) {
		this.runs.tell(ended, Optional.of(this.state.revision()).filter((last) -> this.unsettled == null));
	}

	@Override
	public synchronized RunPage page(OptionalLong before, int limit) {
		return this.runs.page(before, limit);
	}

	@Override
	public synchronized Optional<JsonObject> find(String syncId) {
		return this.runs.find(syncId);
	}

	@Override
	public synchronized Optional<JsonObject> findUntold() {
		return this.runs.findUntold();
	}

	@Override
	public Optional<List<JsonObject>> details(String digest, long skip, int limit) {
		return this.runs.details(digest, skip, limit);
	}

	private static JsonObject context(Commit commit) {
		return commit.cause().toJson().with("at", at(commit.at()));
	}

	private static Json at(Instant time) {
		return new JsonString(time.toString());
	}

}
