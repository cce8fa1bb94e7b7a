package dev.registrysync.history;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import dev.registrysync.database.Database;
import dev.registrysync.database.Micros;
import dev.registrysync.history.JournalRow.Event;
import dev.registrysync.history.JournalRow.Type;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Revision;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code journal}, to which rows are only added: each with the digest of the
 * row before it, and signed by the service. From where it is not what was written,
 * nothing is added to it.
 */
final class Journal {

	private static final Logger log = LoggerFactory.getLogger(Journal.class);

	private final Database database;

	private final JournalSigner signer;

	private JournalScan scan;

	private Head head;

	private long first;

	private @Nullable ChainBreak broken;

	private @Nullable Witness witness;

	/** The last row that was added since the start. */
	private @Nullable JournalRow last;

	/**
	 * Reads the journal, as far as it is what was written.
	 */
	Journal(Database database, JournalSigner signer) {
		this.database = database;
		this.signer = signer;
		this.head = readHead();
		this.scan = JournalScan.of(List.of(), signer);
		read();
	}

	/**
	 * Returns the registry's id; empty if nothing was ever written to the database.
	 */
	static Optional<UUID> findRegistryId(Database database) {
		return database.read((jdbc) -> jdbc.sql("select registry_id from registry")
			.query((row, number) -> UUID.fromString(row.getString(1)))
			.optional());
	}

	/**
	 * Returns the registry's id, and begins a registry if there is none.
	 */
	static UUID requireRegistryId(Database database) {
		return findRegistryId(database).orElseGet(() -> {
			database.write((jdbc) -> jdbc.sql("""
					insert into registry (id, registry_id, revision, sequence, digest, oldest)
					values (1, :registry, 0, 0, :digest, 0) on conflict (id) do nothing""")
				.param("registry", UUID.randomUUID().toString())
				.param("digest", JournalScan.NO_ROW)
				.update());
			return findRegistryId(database).orElseThrow();
		});
	}

	private Head readHead() {
		return this.database.read((jdbc) -> jdbc.sql("select revision, sequence, digest, oldest from registry")
			.query((row, number) -> new Head(row.getLong("revision"), row.getLong("sequence"), row.getString("digest"),
					row.getLong("oldest")))
			.single());
	}

	private List<JournalRow> rows() {
		return this.database.read((jdbc) -> jdbc.sql("select * from journal order by sequence")
			.query((row, number) -> new JournalRow(row.getLong("sequence"),
					new Event(type(row.getString("type")), revision(row.getLong("revision")),
							Micros.toInstant(row.getLong("at")), row.getString("sync_id"), row.getString("body")),
					row.getString("previous"), row.getString("signature"), row.getString("digest")))
			.list());
	}

	/**
	 * A type that there is not cannot have been signed: any other one fails the digest.
	 */
	private static Type type(String name) {
		return List.of(Type.values())
			.stream()
			.filter((type) -> type.name().equals(name))
			.findFirst()
			.orElse(Type.CHECKPOINT);
	}

	/**
	 * Likewise one that cannot be.
	 */
	private static Revision revision(long number) {
		return new Revision((number < 0) ? Long.MAX_VALUE : number);
	}

	/**
	 * Compares the journal with its witness, which is told each row from now on.
	 */
	void attach(Witness toTell) {
		if (this.broken == null) {
			toTell.findBreak(this.signer.registryId(), this.scan).ifPresent(this::isBroken);
		}
		if (this.broken == null) {
			this.scan.findLast().ifPresent((row) -> toTell.record(this.signer.registryId(), row));
		}
		this.witness = toTell;
	}

	private void read() {
		this.scan = JournalScan.of(rows(), this.signer);
		this.first = this.scan.rows().stream().limit(1).mapToLong(JournalRow::sequence).sum();
		this.scan.broken().or(this::findLostEnd).ifPresent(this::isBroken);
	}

	private Optional<ChainBreak> findLostEnd() {
		return (this.scan.sequence() == this.head.sequence() && this.scan.digest().equals(this.head.digest())
				&& this.scan.revision().number() == this.head.revision()) ? Optional.empty()
						: Optional.of(ChainBreak.journal(Math.min(this.scan.sequence(), this.head.sequence()) + 1,
								"its end is not the one that was written last"));
	}

	/**
	 * Takes note that the history is not what was written.
	 */
	void isBroken(ChainBreak found) {
		this.broken = found;
		log.error("{} Nothing is committed until it is restored. {}", describe(found),
				ProblemCode.HISTORY_READ_ONLY.remedy());
	}

	private static String describe(ChainBreak found) {
		return "The history is not what was written from row %s of the table %s on: %s."
			.formatted(Long.toString(found.sequence()), found.table(), found.reason());
	}

	/**
	 * Looks whether the rows still are what was written, all of them.
	 */
	void verify() {
		if (this.broken == null) {
			read();
		}
	}

	/**
	 * Takes note that rows of a later revision are missing at the end.
	 */
	void noteLostEnd(Revision proven) {
		isBroken(ChainBreak.journal(this.head.sequence() + 1,
				"its end is missing: an entry of the registry proves that it was attested at revision " + proven));
	}

	Optional<ChainBreak> broken() {
		return Optional.ofNullable(this.broken);
	}

	/**
	 * Makes sure that rows can be added.
	 * @throws ProblemException {@code HISTORY_READ_ONLY} naming table and row
	 */
	void requireIntact() {
		@Nullable ChainBreak found = this.broken;
		if (found != null) {
			Map<String, Object> data = new LinkedHashMap<>();
			data.put("table", found.table());
			data.put("row", found.sequence());
			throw new ProblemException(ProblemCode.HISTORY_READ_ONLY, describe(found), data);
		}
	}

	/**
	 * Makes sure that the last row is still there, for the next one to follow.
	 */
	private void requireEnd() {
		boolean there = this.database
			.read((jdbc) -> jdbc.sql("select count(*) from journal where sequence >= :sequence")
				.param("sequence", this.head.sequence())
				.query(Long.class)
				.single()) > 0;
		if (!there && this.head.sequence() > 0) {
			verify();
			requireIntact();
		}
	}

	/**
	 * What was found when it was read last.
	 */
	JournalScan scan() {
		return this.scan;
	}

	Head head() {
		return this.head;
	}

	/**
	 * How many rows there are, dropped ones left out.
	 */
	long present() {
		return this.head.sequence() - Math.max(1, this.first) + 1;
	}

	/**
	 * Adds a row in one transaction with what it is about; durable when this returns.
	 * @param work writes what the row with a number is about, and returns what the row
	 * records
	 * @throws ProblemException if somebody else has added a row meanwhile
	 */
	void append(BiFunction<JdbcClient, Long, Event> work) {
		requireWritable();
		Head before = this.head;
		JournalRow added = this.database.write((jdbc) -> {
			claim(jdbc, before);
			Event event = work.apply(jdbc, before.sequence() + 1);
			JournalRow row = this.signer.sign(before.sequence() + 1, event, before.digest());
			insert(jdbc, row);
			update(jdbc, before.followedBy(row));
			return row;
		});
		this.head = before.followedBy(added);
		this.first = Math.max(1, this.first);
		this.last = added;
	}

	/**
	 * Makes sure that rows can be added. To be called before the first one of a
	 * transaction, as it may make the service's key.
	 */
	void requireWritable() {
		requireIntact();
		requireEnd();
		this.signer.requireKey(this.head.digest());
	}

	/**
	 * Tells the witness of the last row, once that is stored.
	 */
	void tellWitness() {
		if (this.witness != null && this.last != null) {
			this.witness.record(this.signer.registryId(), this.last);
			this.last = null;
		}
	}

	/**
	 * Goes back to the end that is stored.
	 */
	void reload() {
		this.head = readHead();
		this.last = null;
	}

	/**
	 * The compare-and-set that each write begins with.
	 */
	private static void claim(JdbcClient jdbc, Head before) {
		int moved = jdbc.sql("""
				update registry set revision = revision
				where revision = :revision and sequence = :sequence and digest = :digest""")
			.param("revision", before.revision())
			.param("sequence", before.sequence())
			.param("digest", before.digest())
			.update();
		if (moved == 0) {
			throw new ProblemException(ProblemCode.HISTORY_MOVED,
					"Another process has written to the history after row %s of the journal."
						.formatted(before.sequence()),
					Map.of("revision", before.revision()));
		}
	}

	static void insert(JdbcClient jdbc, JournalRow row) {
		jdbc.sql("""
				insert into journal (sequence, type, revision, at, sync_id, body, previous, digest, signature)
				values (:sequence, :type, :revision, :at, :run, :body, :previous, :digest, :signature)""")
			.param("sequence", row.sequence())
			.param("type", row.event().type().name())
			.param("revision", row.event().revision().number())
			.param("at", Micros.of(row.event().at()))
			.param("run", row.event().syncId())
			.param("body", row.event().body())
			.param("previous", row.previous())
			.param("digest", row.digest())
			.param("signature", row.signature())
			.update();
	}

	static void update(JdbcClient jdbc, Head next) {
		jdbc.sql("""
				update registry set revision = :revision, sequence = :sequence, digest = :digest, oldest = :oldest""")
			.param("revision", next.revision())
			.param("sequence", next.sequence())
			.param("digest", next.digest())
			.param("oldest", next.oldest())
			.update();
	}

	/**
	 * Replaces the first rows by a checkpoint that says the same. The end of the chain
	 * stays as it is.
	 * @param last the last row that is dropped
	 * @param oldest the oldest revision that is kept
	 * @param body says what the dropped rows said
	 * @param work drops what goes with them
	 */
	void compact(JournalRow last, Revision oldest, Instant now, JsonObject body, Consumer<JdbcClient> work) {
		Event event = Event.of(Type.CHECKPOINT, last.event().revision(), now, body);
		JournalRow checkpoint = this.signer.sign(last.sequence(), event, last.follower());
		Head before = this.head;
		this.head = this.database.write((jdbc) -> {
			claim(jdbc, before);
			work.accept(jdbc);
			jdbc.sql("delete from journal where sequence <= :last").param("last", last.sequence()).update();
			insert(jdbc, checkpoint);
			Head next = new Head(before.revision(), before.sequence(), before.digest(), oldest.number());
			update(jdbc, next);
			return next;
		});
		read();
	}

	/**
	 * What is known of the chain.
	 */
	ChainStatus status() {
		return new ChainStatus(chainHead(), (this.broken != null) ? this.scan.sequence() : this.head.sequence(),
				this.signer.findAddress(), broken(), Optional.ofNullable(this.witness).flatMap(Witness::failure));
	}

	/**
	 * Where the good rows end.
	 */
	ChainHead chainHead() {
		if (this.broken == null) {
			return new ChainHead(new Revision(this.head.revision()), this.head.digest());
		}
		return new ChainHead(this.scan.revision(), this.scan.digest());
	}

	/**
	 * The end of the journal.
	 *
	 * @param revision the last one
	 * @param sequence the number of the last row
	 * @param digest that of the last row
	 * @param oldest the oldest revision that is kept; 0 if none was dropped
	 */
	record Head(long revision, long sequence, String digest, long oldest) {

		private Head followedBy(JournalRow row) {
			return new Head(row.event().revision().number(), row.sequence(), row.digest(), this.oldest);
		}

	}

}
