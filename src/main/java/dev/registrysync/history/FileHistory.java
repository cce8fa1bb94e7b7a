package dev.registrysync.history;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.registrysync.database.Database;
import dev.registrysync.history.Base.Side;
import dev.registrysync.history.Commit.DocumentDigests;
import dev.registrysync.history.JournalRecord.BaseName;
import dev.registrysync.history.JournalRecord.Committed;
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
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;
import dev.registrysync.volume.DurableDirectory;

/**
 * Keeps the history as files, and lets one call after the other in: the registry's id,
 * the journal, the bases, the documents and what runs decided.
 */
class FileHistory implements History {

	private final UUID registryId;

	private final Journal journal;

	private final BaseFiles bases;

	private final Snapshots snapshots;

	private final RunTable runs;

	private final SqlChangeLog changes;

	private final HistoryState state = new HistoryState();

	private final DocumentArchive documents;

	private final Recorder recorder;

	/**
	 * Opens the history, or begins one. With a journal that is broken it knows what the
	 * lines before say, and takes in nothing more.
	 * @throws ProblemException {@code HISTORY_UNREADABLE} naming another file that is not
	 * what was written, or {@code HISTORY_INACCESSIBLE}
	 */
	FileHistory(Path path, Database database, ServiceIdentity service, Secp256k1 secp256k1, Retention retention) {
		DurableDirectory directory = DurableDirectory.confidential(path, ProblemCode.HISTORY_INACCESSIBLE);
		this.registryId = RegistryId.readOrMake(directory, () -> Journal.isEmpty(directory));
		this.journal = new Journal(directory, new ChainSeal(this.registryId, service, secp256k1));
		this.bases = new BaseFiles(directory);
		this.snapshots = Snapshots.in(path);
		this.documents = new DocumentArchive(this.snapshots, this.state);
		this.runs = new RunTable(database);
		this.changes = new SqlChangeLog(database, this::isCompacted);
		this.recorder = new Recorder(this.journal, this.state, this.bases, this.documents, this.runs,
				new Forgetting(retention, this.journal, this.snapshots, this.runs, new SetAsideJournals(directory)));
		this.recorder.replay();
		tellOfChanges();
	}

	private synchronized boolean isCompacted(Revision revision) {
		return this.state.past().isForgotten(revision);
	}

	private void tellOfChanges() {
		this.changes.moveTo(this.state.past().findNewest().map(KeptRevision::revision).orElse(Revision.NONE));
	}

	/**
	 * What each revision changed.
	 */
	ChangeLog changes() {
		return this.changes;
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
		Predicate<Entry> attested = (entry) -> this.state.find(ref).map((content) -> content.isOf(entry)).orElse(true);
		return this.state.findOriginal(ref)
			.or(() -> this.documents.findCommitted(ref).filter(attested))
			.or(() -> this.state.findWithdrawn(ref).filter(attested));
	}

	@Override
	public synchronized Set<EntryRef> committed(Kind kind) {
		return this.documents.committed(kind);
	}

	@Override
	public synchronized Optional<RegistryDocument> findCommitted(Kind kind) {
		return this.documents.findCommitted(kind);
	}

	@Override
	public synchronized Set<EntryRef> attested(Kind kind) {
		return this.state.attested(kind);
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
		return this.documents.at(revision);
	}

	@Override
	public synchronized EntryTable base(String source, Kind kind) {
		return this.bases.get(new BaseName(source, kind, Side.BASE));
	}

	@Override
	public synchronized void share(Base base) {
		this.bases.share(base);
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
	public synchronized Map<EntryRef, CommittedKey> committedKeys() {
		return Map.copyOf(this.state.committedKeys());
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
	public synchronized void record(KnownKey revoked, String reason, Instant at) {
		this.recorder.record(revoked, reason, JsonObject.EMPTY.with("at", at.toString()));
	}

	@Override
	public synchronized void record(Cause cause, KnownKey revoked, String reason, Instant at) {
		this.recorder.record(revoked, reason, Recorder.context(cause, at));
	}

	@Override
	public synchronized void record(Commit commit) {
		this.recorder.record(commit);
	}

	@Override
	public synchronized void publish(Commit commit) {
		this.recorder.publish(commit);
		tellOfChanges();
	}

	@Override
	public synchronized void takeBack(Commit commit) {
		this.recorder.takeBack(commit);
	}

	@Override
	public synchronized void note(Cause cause, Instant at, Collection<Base> bases, ExternalEdits edits) {
		this.recorder.note(cause, at, bases, edits);
	}

	@Override
	public synchronized Map<Kind, DocumentDigests> unsettled() {
		return this.recorder.findUnsettled().map(Committed::documents).orElse(Map.of());
	}

	@Override
	public synchronized void settle(Set<Kind> inForce) {
		this.recorder.settle(inForce);
		tellOfChanges();
	}

	@Override
	public Runs runs() {
		return this.runs;
	}

}
