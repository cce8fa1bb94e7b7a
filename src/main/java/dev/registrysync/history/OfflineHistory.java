package dev.registrysync.history;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.registrysync.history.JournalRecord.Restored;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.ServiceIdentity;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;
import dev.registrysync.volume.DurableDirectory;

/**
 * The history as the commands use it while no service runs: gives documents of earlier
 * revisions out, and lets a journal that is broken go on. It removes nothing.
 */
public final class OfflineHistory {

	private final DurableDirectory directory;

	private final Snapshots snapshots;

	private final UUID registryId;

	private final ChainSeal seal;

	private final byte[] bytes;

	private final JournalScan scan;

	private final HistoryState state;

	private OfflineHistory(Path path, ServiceIdentity service, Secp256k1 secp256k1) {
		this.directory = DurableDirectory.confidential(path, ProblemCode.HISTORY_INACCESSIBLE);
		this.snapshots = Snapshots.in(path);
		this.registryId = RegistryId.read(this.directory);
		this.seal = new ChainSeal(this.registryId, service, secp256k1);
		this.bytes = this.directory.read(Journal.FILE).orElse(new byte[0]);
		this.scan = JournalScan.of(this.bytes, this.seal);
		this.state = HistoryState.of(this.scan.records());
	}

	/**
	 * Reads a history as far as it is what was written.
	 * @throws ProblemException {@code HISTORY_UNREADABLE} if the registry has no id
	 */
	public static OfflineHistory read(Path path, ServiceIdentity service, Secp256k1 secp256k1) {
		return new OfflineHistory(path, service, secp256k1);
	}

	public UUID registryId() {
		return this.registryId;
	}

	/**
	 * The last revision of the good lines.
	 */
	public Revision revision() {
		return this.state.revision();
	}

	/**
	 * Whether a commit ever made or changed the kind's document.
	 */
	public boolean knows(Kind kind) {
		return this.state.findDocument(kind).isPresent();
	}

	/**
	 * The text of the kind's document as it was at a revision.
	 * @throws ProblemException {@code REVISION_NOT_FOUND}, {@code REVISION_COMPACTED}, or
	 * {@code HISTORY_UNREADABLE} if the snapshot is damaged
	 */
	public byte[] document(Kind kind, Revision revision) {
		if (revision.compareTo(revision()) > 0) {
			throw unknown(ProblemCode.REVISION_NOT_FOUND, kind, revision);
		}
		Optional<String> digest = this.state.past().at(revision).getOrDefault(kind, Optional.empty());
		if (this.state.past().isForgotten(revision)) {
			throw unknown(ProblemCode.REVISION_COMPACTED, kind, revision);
		}
		return this.snapshots.find(digest.orElseThrow(() -> unknown(ProblemCode.REVISION_NOT_FOUND, kind, revision)))
			.orElseThrow(() -> unknown(ProblemCode.REVISION_COMPACTED, kind, revision));
	}

	private ProblemException unknown(ProblemCode code, Kind kind, Revision revision) {
		List<Revision> kept = this.state.past().revisions().stream().map(KeptRevision::revision).toList();
		return new ProblemException(code,
				"There is no document of %s of revision %s. The history has those of the revisions %s.".formatted(kind,
						revision, kept),
				Map.of("revision", revision.number()));
	}

	/**
	 * The keys with which entries were committed last, as far as the good lines say.
	 */
	public Map<EntryRef, CommittedKey> committedKeys() {
		return this.state.committedKeys();
	}

	/**
	 * Where the journal is not what was written, and why; empty if it is.
	 */
	public Optional<String> findDefect() {
		return this.scan.broken()
			.map((broken) -> "line %d, at byte %d: %s".formatted(broken.line(), broken.offset(), broken.reason()));
	}

	/**
	 * Whether the journal is signed, and the key that did it is not there.
	 */
	public boolean isWithoutItsKey() {
		return this.scan.broken().isPresent() && this.seal.findAddress().isEmpty();
	}

	/**
	 * Says how the history will go on.
	 * @param proven what the attestations of the registries' entries prove
	 * @return empty if it can go on as it is
	 */
	public Optional<HistoryRestore> findRestore(Map<EntryRef, AttestedContent> proven) {
		HistoryRestore restore = new HistoryRestore(HistoryState.of(this.scan.records()), rest(),
				new BaseFiles(this.directory).found(), proven);
		return (this.scan.broken().isPresent() || restore.isMore()) ? Optional.of(restore) : Optional.empty();
	}

	/**
	 * How many bytes of the journal are good.
	 */
	public int goodBytes() {
		return this.scan.length();
	}

	/**
	 * How many bytes come behind them.
	 */
	public int badBytes() {
		return this.bytes.length - goodBytes();
	}

	private byte[] rest() {
		return Arrays.copyOfRange(this.bytes, goodBytes(), this.bytes.length);
	}

	/**
	 * Puts the journal as it is aside, and goes on behind its good lines with one that
	 * says all that is known, and who did this. A crash in between changes nothing.
	 * @param documents the registries as they are
	 * @param by who
	 * @return where the journal that was is now
	 */
	public Path restore(HistoryRestore restore, Collection<RegistryDocument> documents, String by, Instant now) {
		String aside = SetAsideJournals.name(now);
		this.directory.replace(aside, this.bytes);
		documents.forEach((document) -> this.snapshots.keep(document, Optional.empty()));
		JsonObject context = JsonObject.of("at", new JsonString(now.toString()))
			.with("by", by)
			.with("set_aside", aside)
			.with("bad_bytes", new JsonNumber(Integer.toString(badBytes())));
		Restored record = restore.record(documents, now);
		byte[] line = this.seal.seal(JournalLine.toJson(record, context), record.revision(), this.scan.digest());
		byte[] journal = Arrays.copyOf(this.bytes, goodBytes() + line.length);
		System.arraycopy(line, 0, journal, goodBytes(), line.length);
		this.directory.replace(Journal.FILE, journal);
		return this.directory.path(aside);
	}

}
