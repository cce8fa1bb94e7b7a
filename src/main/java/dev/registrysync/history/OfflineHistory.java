package dev.registrysync.history;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import dev.registrysync.database.Database;
import dev.registrysync.history.Commit.Replacement;
import dev.registrysync.history.JournalRow.Event;
import dev.registrysync.history.JournalRow.Type;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.ServiceIdentity;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;
import dev.registrysync.volume.DurableDirectory;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The history as the commands use it while no service runs: gives documents of earlier
 * revisions out, and lets a history that is broken go on.
 */
public final class OfflineHistory {

	private final Database database;

	private final SqlHistory history;

	private final JournalSigner signer;

	private final JournalScan scan;

	private OfflineHistory(Database database, ServiceIdentity service, Secp256k1 secp256k1) {
		this.database = database;
		this.history = new SqlHistory(database, service, secp256k1, Retention.DEFAULT, null);
		this.signer = new JournalSigner(this.history.registryId(), service, secp256k1);
		this.scan = this.history.journal().scan();
	}

	/**
	 * Reads a history as far as it is what was written; empty if the database has none.
	 */
	public static Optional<OfflineHistory> find(Database database, ServiceIdentity service, Secp256k1 secp256k1) {
		return Journal.findRegistryId(database).map((id) -> new OfflineHistory(database, service, secp256k1));
	}

	public UUID registryId() {
		return this.history.registryId();
	}

	/**
	 * The last revision of the good rows.
	 */
	public Revision revision() {
		return this.history.revision();
	}

	/**
	 * Whether a commit ever made or changed the kind's document.
	 */
	public boolean knows(Kind kind) {
		return this.history.entries().kinds().contains(kind);
	}

	/**
	 * Returns the text of the kind's document as it was at a revision.
	 * @throws ProblemException {@code REVISION_NOT_FOUND}, {@code REVISION_COMPACTED}, or
	 * {@code HISTORY_UNREADABLE} if it is damaged
	 */
	public byte[] document(Kind kind, Revision revision) {
		long oldest = this.history.journal().head().oldest();
		if (revision.number() < oldest) {
			throw unknown(ProblemCode.REVISION_COMPACTED, kind, revision);
		}
		return Optional.of(revision)
			.filter((wanted) -> wanted.number() <= this.history.journal().head().revision())
			.flatMap((wanted) -> this.history.entries().findDocument(kind, wanted))
			.map(RegistryDocument::bytes)
			.orElseThrow(() -> unknown(ProblemCode.REVISION_NOT_FOUND, kind, revision));
	}

	private ProblemException unknown(ProblemCode code, Kind kind, Revision revision) {
		List<Revision> kept = this.history.revisions().stream().map(KeptRevision::revision).toList();
		return new ProblemException(code,
				"There is no document of %s of revision %s. The history has those of the revisions %s.".formatted(kind,
						revision, kept),
				Map.of("revision", revision.number()));
	}

	/**
	 * Takes note that an operator puts another document into the file of a kind: what
	 * differs from the last revision are edits.
	 * @param digest the digest of that document if it is that of the last revision, or
	 * empty
	 */
	public void replaced(Kind kind, String digest) {
		this.database.write((jdbc) -> jdbc.sql("""
				update publication set digest = :digest, next_revision = null, next_digest = null, replaced = null,
					revision = (select revision from document where kind = :kind and to_revision is null)
				where kind = :kind""").param("digest", digest).param("kind", kind.plural()).update());
	}

	/**
	 * The keys with which entries were committed last.
	 */
	public Map<EntryRef, CommittedKey> committedKeys() {
		return this.history.committedKeys();
	}

	/**
	 * Where the history is not what was written, and why; empty if it is.
	 */
	public Optional<String> findDefect() {
		return this.history.journal()
			.broken()
			.map((broken) -> "row %s of the table %s: %s".formatted(Long.toString(broken.sequence()), broken.table(),
					broken.reason()));
	}

	/**
	 * Whether the journal is signed, and the key that did it is not there.
	 */
	public boolean isWithoutItsKey() {
		return findDefect().isPresent() && this.signer.findAddress().isEmpty();
	}

	/**
	 * How many rows of the journal are good.
	 */
	public int goodRows() {
		return this.scan.rows().size();
	}

	/**
	 * How many rows come behind them.
	 */
	public long badRows() {
		return lost().size();
	}

	private List<JsonObject> lost() {
		return this.database.read((jdbc) -> jdbc.sql("select * from journal where sequence > :good order by sequence")
			.param("good", this.scan.sequence())
			.query((row, number) -> {
				JsonObject json = JsonObject.EMPTY.with("sequence", Members.number(row.getLong("sequence")));
				for (String column : List.of("type", "sync_id", "body", "previous", "digest", "signature")) {
					json = json.with(column, row.getString(column));
				}
				return json.with("revision", Members.number(row.getLong("revision")))
					.with("at", Members.number(row.getLong("at")));
			})
			.list());
	}

	/**
	 * Says how the history will go on.
	 * @param proven what the attestations of the registries' entries prove
	 * @return empty if it can go on as it is
	 */
	public Optional<HistoryRestore> findRestore(Map<EntryRef, AttestedContent> proven) {
		List<Damage> damaged = this.history.entries().verify();
		Map<EntryRef, AttestedContent> known = known(damaged);
		Map<EntryRef, AttestedContent> newer = proven.entrySet()
			.stream()
			.filter((content) -> !known.containsKey(content.getKey())
					|| known.get(content.getKey()).revision().compareTo(content.getValue().revision()) < 0)
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
		Revision good = this.scan.revision();
		Revision last = last(good, newer);
		boolean more = !damaged.isEmpty() || !this.history.bases().verify().isEmpty() || last.compareTo(good) > 0;
		return (more || findDefect().isPresent()) ? Optional.of(new HistoryRestore(good, last, newer))
				: Optional.empty();
	}

	/**
	 * Returns what the good rows say that was attested. Entries that are not what was
	 * written say nothing: they are removed.
	 */
	private Map<EntryRef, AttestedContent> known(List<Damage> damaged) {
		Set<String> removed = damaged.stream().map(Damage::row).collect(Collectors.toSet());
		List<Long> differing = new HistoryCheck(this.scan, this.history.entries()).differing();
		long basis = this.scan.findBasis().map(JournalRow::sequence).filter(differing::contains).orElse(0L);
		Map<EntryRef, AttestedContent> known = new HashMap<>();
		this.history.entries().readAt(this.scan.sequence(), (row) -> {
			boolean good = !removed.contains(row.ref().toString()) && !differing.contains(row.sequence())
					&& row.sequence() > basis;
			Optional.ofNullable(row.identity().content())
				.filter((content) -> good)
				.ifPresent((content) -> known.put(row.ref(), content));
		});
		return known;
	}

	/**
	 * No revision is used twice: the lost rows used those that they name, one each at
	 * most.
	 */
	private Revision last(Revision good, Map<EntryRef, AttestedContent> newer) {
		long proven = newer.values()
			.stream()
			.mapToLong((content) -> content.revision().number())
			.reduce(good.number(), Math::max);
		long rows = Math.max(badRows(), this.history.journal().head().sequence() - this.scan.sequence());
		return new Revision(LongStream
			.concat(lost().stream().mapToLong((row) -> Members.number(row, "revision")),
					LongStream.of(this.history.journal().head().revision()))
			.filter((number) -> number <= proven + rows)
			.reduce(proven, Math::max));
	}

	/**
	 * Puts the lost rows aside, and adds a row behind the good ones that says what is
	 * known, and who did this. It happens in one transaction.
	 * @param documents the registries as they are
	 * @param directory where the lost rows are put
	 * @param by who
	 * @return the file that has the lost rows
	 */
	public Path restore(HistoryRestore restore, Collection<RegistryDocument> documents, Path directory, String by,
			Instant now) {
		String aside = "journal.%s.broken".formatted(now.toString().replace(":", ""));
		List<JsonObject> lost = lost();
		DurableDirectory.confidential(directory, ProblemCode.DATABASE_UNAVAILABLE)
			.replace(aside,
					lost.stream()
						.map((row) -> JsonText.compact(row) + "\n")
						.collect(Collectors.joining())
						.getBytes(StandardCharsets.US_ASCII));
		this.signer.requireKey(this.scan.digest());
		JsonObject context = JsonObject.EMPTY.with("by", by)
			.with("set_aside", aside)
			.with("lost_rows", Members.number(lost.size()));
		this.database.write((jdbc) -> {
			returnToGoodRows(jdbc);
			return goOn(jdbc, restore, documents, context, now);
		});
		return directory.resolve(aside);
	}

	/**
	 * Removes rows that are not what was written, and undoes what the lost rows wrote.
	 */
	private void returnToGoodRows(JdbcClient jdbc) {
		List<Long> differing = new HistoryCheck(this.scan, this.history.entries()).differing();
		this.history.entries().removeDamaged(jdbc);
		this.history.bases().removeDamaged(jdbc);
		jdbc.sql("delete from document where kind not in (:kinds)")
			.param("kinds", Stream.of(Kind.values()).map(Kind::plural).toList())
			.update();
		Map<String, Object> good = Map.of("good", this.scan.sequence());
		List<String> steps = List.of("delete from journal where sequence > :good",
				"delete from entry where sequence > :good", """
						insert into entry (%1$s, text, digest) select %1$s, text, digest from entry_version
						where sequence <= :good and to_sequence > :good and sequence > 0""".formatted(EntryRow.COLUMNS),
				"delete from entry_version where to_sequence > :good", "delete from document where sequence > :good",
				"delete from document where sequence = 0 and to_sequence > :good",
				"update document set to_revision = null, to_sequence = null where to_sequence > :good",
				"delete from publication where kind not in (select kind from document)");
		steps.forEach((step) -> jdbc.sql(step).params(step.contains(":good") ? good : Map.of()).update());
		long basis = this.scan.findBasis().map(JournalRow::sequence).orElse(0L);
		differing.forEach((sequence) -> jdbc
			.sql("delete from entry where sequence = :sequence or (sequence < :sequence and sequence < :basis)")
			.params(Map.of("sequence", sequence, "basis", (sequence == basis) ? basis : 0L))
			.update());
	}

	private JournalRow goOn(JdbcClient jdbc, HistoryRestore restore, Collection<RegistryDocument> documents,
			JsonObject context, Instant now) {
		long sequence = this.scan.sequence() + 1;
		Set<Kind> known = this.history.entries().documents().keySet();
		Map<Kind, Replacement> changed = new EnumMap<>(Kind.class);
		boolean lost = restore.revision().compareTo(restore.good()) > 0 || !isWhole(known, restore.good())
				|| this.history.journal().broken().filter((found) -> found.table().equals("document")).isPresent();
		documents.stream()
			.filter((document) -> lost)
			.forEach((document) -> changed.put(document.kind(), new Replacement(Optional.empty(), false, document)));
		RowWriter rows = new RowWriter(this.database, jdbc, sequence, restore.revision().number());
		rows.write(new Commit(restore.revision(), new Cause("", "", "", Details.NONE), now, changed, restore.newer(),
				Map.of(), List.of(), ExternalEdits.NONE), Set.of(), known);
		changed.forEach((kind, document) -> jdbc.sql("""
				update publication set revision = :revision, digest = :digest, next_revision = null, next_digest = null,
					replaced = null
				where kind = :kind""")
			.param("revision", restore.revision().number())
			.param("digest", document.after().digest())
			.param("kind", kind.plural())
			.update());
		JsonObject body = context.with("documents", Members.texts(this.history.entries().documents()))
			.with("entries", Members.texts(this.history.entries().digestsAt(sequence)));
		JournalRow row = this.signer.sign(sequence,
				Event.of(Type.RESTORE, restore.revision(), now, KeyJson.withRevoked(body, this.scan.revoked())),
				this.scan.digest());
		Journal.insert(jdbc, row);
		Journal.update(jdbc, new Journal.Head(restore.revision().number(), sequence, row.digest(),
				this.history.journal().head().oldest()));
		return row;
	}

	/**
	 * Whether the documents can still be made of their rows.
	 */
	private boolean isWhole(Set<Kind> kinds, Revision revision) {
		try {
			kinds.forEach((kind) -> this.history.entries().findDocument(kind, revision));
			return true;
		}
		catch (ProblemException ex) {
			return false;
		}
	}

}
