package dev.registrysync.history;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import dev.registrysync.history.Commit.DocumentDigests;
import dev.registrysync.history.JournalRecord.BaseName;
import dev.registrysync.history.JournalRecord.Committed;
import dev.registrysync.history.JournalRecord.Rebased;
import dev.registrysync.history.JournalRecord.Revoked;
import dev.registrysync.history.JournalRecord.TakenBack;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import dev.registrysync.volume.DurableDirectory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the history as files: the registry's id, the journal and the bases.
 */
class FileHistory implements History {

	private static final String REGISTRY_ID = "registry-id";

	private final UUID registryId;

	private final Journal journal;

	private final BaseFiles bases;

	private final Map<EntryRef, AttestedContent> attested = new HashMap<>();

	private final Map<EntryRef, CommittedKey> keys = new HashMap<>();

	private final Map<KeyFacts, KnownKey> revoked = new LinkedHashMap<>();

	private final Map<BaseName, String> baseDigests = new HashMap<>();

	private final Set<Kind> known = EnumSet.noneOf(Kind.class);

	private Revision revision = Revision.NONE;

	private @Nullable Committed unsettled;

	/**
	 * Opens the history, or begins one.
	 * @throws ProblemException {@code HISTORY_UNREADABLE} naming the file and the line,
	 * or {@code HISTORY_INACCESSIBLE}
	 */
	FileHistory(Path path) {
		DurableDirectory directory = DurableDirectory.shared(path, ProblemCode.HISTORY_INACCESSIBLE);
		this.journal = new Journal(directory);
		this.bases = new BaseFiles(directory);
		List<JournalRecord> records = this.journal.read();
		this.registryId = registryId(directory, records.isEmpty());
		replay(records);
	}

	private static UUID registryId(DurableDirectory directory, boolean first) {
		Optional<byte[]> bytes = directory.read(REGISTRY_ID);
		if (bytes.isEmpty() && first) {
			UUID id = UUID.randomUUID();
			directory.replace(REGISTRY_ID, (id + "\n").getBytes(StandardCharsets.US_ASCII));
			return id;
		}
		try {
			return UUID.fromString(new String(bytes.orElse(new byte[0]), StandardCharsets.US_ASCII).strip());
		}
		catch (IllegalArgumentException ex) {
			String file = directory.path(REGISTRY_ID).toString();
			throw new ProblemException(ProblemCode.HISTORY_UNREADABLE,
					"The file %s is missing or does not hold a UUID.".formatted(file), Map.of("file", file), ex);
		}
	}

	private void replay(List<JournalRecord> records) {
		for (int i = 0; i < records.size(); i++) {
			JournalRecord record = records.get(i);
			this.revision = record.revision();
			if (record instanceof Committed commit) {
				replay(commit, (i + 1 < records.size()) ? records.get(i + 1) : null);
			}
			else if (record instanceof Rebased rebased) {
				this.baseDigests.putAll(rebased.bases());
			}
			else if (record instanceof Revoked revoked) {
				remember(revoked.key());
			}
		}
		Set<BaseName> open = (this.unsettled != null) ? this.unsettled.bases().keySet() : Set.of();
		this.baseDigests.forEach((name, digest) -> {
			if (!open.contains(name)) {
				this.bases.open(name, Optional.of(digest));
			}
		});
	}

	private void replay(Committed commit, @Nullable JournalRecord next) {
		if (next == null) {
			this.unsettled = commit;
		}
		else {
			apply((next instanceof TakenBack back) ? commit.without(back.kinds()) : commit);
		}
	}

	private void apply(Committed commit) {
		this.attested.putAll(commit.attested());
		this.keys.putAll(commit.keys());
		this.known.addAll(commit.documents().keySet());
		this.baseDigests.putAll(commit.bases());
	}

	/**
	 * A later record about the same version moves its revocation to an earlier revision.
	 */
	private void remember(KnownKey key) {
		this.revoked.put(key.facts(), key);
	}

	@Override
	public UUID registryId() {
		return this.registryId;
	}

	@Override
	public synchronized Revision revision() {
		return this.revision;
	}

	@Override
	public synchronized boolean knows(Kind kind) {
		return this.known.contains(kind);
	}

	@Override
	public synchronized boolean hasAttested() {
		return !this.attested.isEmpty();
	}

	@Override
	public synchronized EntryTable base(String source, Kind kind) {
		return this.bases.get(new BaseName(source, kind));
	}

	@Override
	public synchronized Optional<AttestedContent> find(EntryRef ref) {
		return Optional.ofNullable(this.attested.get(ref));
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
	public synchronized void record(KnownKey revoked, Instant at) {
		this.journal.append(new Revoked(this.revision, revoked), JsonObject.of("at", at(at)));
		remember(revoked);
	}

	@Override
	public synchronized void record(Commit commit) {
		Committed record = Committed.of(commit, this.bases.stage(commit.bases()));
		try {
			this.journal.append(record, context(commit));
		}
		catch (ProblemException ex) {
			this.bases.discard(commit.bases());
			throw ex;
		}
		this.revision = commit.revision();
		this.unsettled = record;
	}

	@Override
	public synchronized void publish(Commit commit) {
		this.unsettled = null;
		apply(Committed.of(commit, BaseFiles.digests(commit.bases())));
		this.bases.publish(commit.bases());
	}

	@Override
	public synchronized void takeBack(Commit commit) {
		this.journal.append(new TakenBack(commit.revision(), commit.documents().keySet()), context(commit));
		this.bases.discard(commit.bases());
		this.unsettled = null;
	}

	@Override
	public synchronized void rebase(Collection<Base> changed) {
		Map<BaseName, String> digests = this.bases.stage(changed);
		this.journal.append(new Rebased(this.revision, digests), JsonObject.EMPTY);
		this.bases.publish(changed);
		this.baseDigests.putAll(digests);
	}

	@Override
	public synchronized Map<Kind, DocumentDigests> unsettled() {
		return (this.unsettled != null) ? this.unsettled.documents() : Map.of();
	}

	@Override
	public synchronized void settle(Set<Kind> inForce) {
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
		apply(record.without(takenBack));
		record.bases()
			.keySet()
			.forEach((name) -> this.bases.open(name, Optional.ofNullable(this.baseDigests.get(name))));
		this.unsettled = null;
	}

	private static JsonObject context(Commit commit) {
		return JsonObject.of("sync_id", new JsonString(commit.syncId())).with("at", at(commit.at()));
	}

	private static Json at(Instant time) {
		return new JsonString(time.toString());
	}

}
