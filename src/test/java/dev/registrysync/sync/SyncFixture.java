package dev.registrysync.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import dev.registrysync.coordinator.CoordinatorClient;
import dev.registrysync.coordinator.Sources;
import dev.registrysync.database.Databases;
import dev.registrysync.history.DetailPage;
import dev.registrysync.history.History;
import dev.registrysync.history.HistoryTestAccess;
import dev.registrysync.history.InterruptedRun;
import dev.registrysync.history.RunPage;
import dev.registrysync.history.RunRecord;
import dev.registrysync.history.Runs;
import dev.registrysync.identity.EntryValidator;
import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.keys.IdentityAliases;
import dev.registrysync.keys.KeyService;
import dev.registrysync.reconcile.AbsenceGuard;
import dev.registrysync.reconcile.ConflictPolicy;
import dev.registrysync.reconcile.Grace;
import dev.registrysync.reconcile.MemberRules;
import dev.registrysync.reconcile.ReconcilePolicy;
import dev.registrysync.reconcile.SourcePolicy;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.store.RegistryStore;
import dev.registrysync.store.StoreTestAccess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;

/**
 * A whole service but for Spring and HTTP: a real data directory and a fake source.
 */
class SyncFixture implements AutoCloseable {

	private final Path data;

	private IdentityAliases aliases;

	final FakeCoordinator coordinator = new FakeCoordinator();

	private List<CoordinatorClient> sources = List.of(this.coordinator);

	final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	final TickingClock clock = new TickingClock();

	private ReconcilePolicy policy = ReconcilePolicy.DEFAULT;

	private ExternalChanges externalChanges = ExternalChanges.REPORT;

	private Secp256k1 secp256k1 = Secp256k1.bouncyCastle();

	Databases databases;

	KeyService keys;

	History history;

	RegistryStore store;

	final LimitedSpace space = new LimitedSpace();

	Secp256k1 verification = Secp256k1.bouncyCastle();

	SyncPorts ports;

	private Duration maxLag = Duration.ZERO;

	SyncService service;

	private boolean losesRuns;

	private Duration deadline = Duration.ofMinutes(10);

	RunArchive archive;

	ActiveRuns active = new ActiveRuns(this.deadline, ObservationRegistry.NOOP);

	SyncFixture(Path data) {
		this(data, IdentityAliases.NONE);
	}

	SyncFixture(Path data, IdentityAliases aliases) {
		this(data, aliases, data.resolve("database"));
	}

	/**
	 * Opens the service with a database that is not in its data directory.
	 */
	SyncFixture(Path data, IdentityAliases aliases, Path database) {
		this.data = data;
		this.aliases = aliases;
		this.databases = Databases.sqlite(database);
		restart();
	}

	/**
	 * As if the process ended and another one began.
	 */
	final void restart() {
		this.losesRuns = false;
		this.keys = new KeyService(this.databases.reopen(), this.data.resolve("keystore"), null, this.secp256k1,
				this.clock, this.aliases);
		this.history = HistoryTestAccess.open(this.databases.database(), this.keys.service());
		this.store = StoreTestAccess.open(this.data.resolve("config"));
		startService();
	}

	/**
	 * As if the configuration was changed between two starts.
	 */
	void restartWith(IdentityAliases changed) {
		this.aliases = changed;
		restart();
	}

	/**
	 * Pulls from other sources from now on, the one first that wins.
	 */
	void pullFrom(CoordinatorClient... others) {
		this.sources = List.of(others);
		startService();
	}

	void storeIn(RegistryStore other) {
		this.store = other;
		startService();
	}

	void remember(History other) {
		this.history = other;
		startService();
	}

	/**
	 * Makes keys, signs and recovers with another curve from now on.
	 */
	void signWith(Secp256k1 other) {
		this.secp256k1 = other;
		this.verification = other;
		restart();
	}

	void deadline(Duration changed) {
		this.deadline = changed;
		startService();
	}

	/**
	 * Lets the files lag behind edits for so long from now on.
	 */
	void maxLag(Duration changed) {
		this.maxLag = changed;
		startService();
	}

	/**
	 * How many runs ended so.
	 */
	double runs(Trigger trigger, Outcome outcome) {
		return this.meters.get("registry.sync.runs")
			.tags("trigger", trigger.text(), "outcome", outcome.name().toLowerCase(Locale.ROOT), "dry_run", "false")
			.counter()
			.count();
	}

	void conflicts(ConflictPolicy winner) {
		members(new MemberRules(winner, Map.of()));
	}

	/**
	 * Sets whose the members are and who wins about them, for both kinds.
	 */
	void members(MemberRules rules) {
		this.policy = new ReconcilePolicy(Map.of(Kind.AGENTS, rules, Kind.TOOLS, rules), AbsenceGuard.DEFAULT,
				Grace.DEFAULT, List.of());
		startService();
	}

	/**
	 * Sets what counts for one source alone.
	 */
	void policy(String source, SourcePolicy policy) {
		this.policy = new ReconcilePolicy(this.policy.members(), this.policy.guard(), this.policy.grace(), List.of(),
				Map.of(source, policy));
		startService();
	}

	void externalChanges(ExternalChanges handling) {
		this.externalChanges = handling;
		startService();
	}

	/**
	 * Takes another whole service for its source.
	 */
	void chainTo(SyncFixture other) {
		this.sources = List.of(new ChainedService(other));
		startService();
	}

	/**
	 * Notes what is asked of the ports from now on.
	 */
	Calls watch() {
		Calls calls = new Calls();
		this.store = calls.on(RegistryStore.class, this.store);
		this.history = calls.on(History.class, this.history);
		this.verification = calls.on(Secp256k1.class, this.verification);
		startService();
		return calls;
	}

	/**
	 * Does something before a run reads the files.
	 */
	void interfereBeforeRead(Runnable interference) {
		this.store = new InterferingStore(this.store, interference, () -> {
		}, () -> {
		});
		startService();
	}

	/**
	 * Does something to the files when a run has decided and is about to write.
	 */
	void interfereBeforePrepare(Runnable interference) {
		this.store = new InterferingStore(this.store, () -> {
		}, interference, () -> {
		});
		startService();
	}

	/**
	 * Does something to the files when a run has looked at them for the last time.
	 */
	void interfereBeforePublish(Runnable interference) {
		this.store = new InterferingStore(this.store, () -> {
		}, () -> {
		}, interference);
		startService();
	}

	/**
	 * The next run ends after it has recorded its commit and before it replaces a file.
	 */
	void crashBeforePublish() {
		this.store = new InterferingStore(this.store, () -> {
		}, () -> {
		}, () -> {
			throw new UncheckedIOException(new IOException("crash"));
		});
		startService();
	}

	@Override
	public void close() {
		this.databases.close();
	}

	/**
	 * As if the process ends, from now on, when a run is to be recorded.
	 */
	void endBeforeRecording() {
		this.losesRuns = true;
		startService();
	}

	private void startService() {
		RunRecorder recorder = new RunRecorder(
				this.losesRuns ? new LostRuns(this.history.runs()) : this.history.runs());
		Sources configured = new Sources(this.sources);
		SourceRecords records = new SourceRecords(configured.names());
		SyncMetrics metrics = new SyncMetrics(this.meters, records);
		EntryValidator validator = new EntryValidator(this.verification, this.history.registryId(),
				this.keys.service());
		this.ports = new SyncPorts(configured, new CurrentRegistry(this.store, this.history), this.keys, this.history,
				new EntryCache(), new VerdictCache(validator, this.keys, metrics), new CommitGate(), this.space);
		this.active.close();
		this.active = new ActiveRuns(this.deadline, ObservationRegistry.NOOP);
		this.service = new SyncService(this.ports,
				new SyncSettings(this.policy, this.externalChanges, this.deadline, this.maxLag), this.active, recorder,
				() -> "local", records, metrics, this.clock);
		this.archive = new RunArchive(this.active, recorder);
	}

	SyncReport sync() {
		return this.service.sync(Trigger.API);
	}

	SyncReport dryRun() {
		return this.service.sync(new SyncRequest(null, null, true, null, null, null, null), Trigger.API);
	}

	SyncReport approve(String digest) {
		return this.service.sync(new SyncRequest(null, null, null, null, null, null, digest), Trigger.API);
	}

	/**
	 * Rolls back to a revision; no ids mean all entries.
	 */
	SyncReport rollback(long revision, String... ids) {
		return this.service
			.rollback(new RollbackRequest(revision, null, (ids.length > 0) ? List.of(ids) : null, null, null));
	}

	Path file(Kind kind) {
		return this.data.resolve("config/official_%s_registry.json".formatted(kind));
	}

	String text(Kind kind) {
		try {
			return Files.readString(file(kind));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String journal() {
		return HistoryTestAccess.journal(this.databases.database());
	}

	void write(Kind kind, String text) {
		try {
			Files.createDirectories(file(kind).getParent());
			Files.write(file(kind), text.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Edits the file by hand.
	 */
	void replace(Kind kind, String target, String replacement) {
		String text = text(kind);
		if (!text.contains(target)) {
			throw new IllegalArgumentException("not in the file: " + target);
		}
		write(kind, text.replace(target, replacement));
	}

	JsonObject entry(Kind kind, String id) {
		return find(kind, id).orElseThrow();
	}

	Optional<JsonObject> find(Kind kind, String id) {
		return RegistryDocument.parse(kind, text(kind).getBytes(StandardCharsets.UTF_8))
			.find(new EntryId(id))
			.map((entry) -> entry.members());
	}

	JsonObject identity(Kind kind, String id) {
		return entry(kind, id).findObject("identity").orElseThrow();
	}

	EntryVerdict verdict(Kind kind, String id) {
		return this.service.verdicts()
			.stream()
			.filter((verdict) -> verdict.kind() == kind && verdict.id().equals(id))
			.findFirst()
			.orElseThrow();
	}

	List<EntryVerdict> verdicts() {
		return this.service.verdicts();
	}

	static String fixture(String name) {
		try {
			return Files.readString(Path.of("src/test/resources/fixtures", name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Runs of which none is recorded any more.
	 */
	private record LostRuns(Runs runs) implements Runs {

		@Override
		public void record(List<RunRecord> ended) {
		}

		@Override
		public RunPage page(OptionalLong before, int limit, Optional<String> outcome, Optional<String> validation) {
			return this.runs.page(before, limit, outcome, validation);
		}

		@Override
		public Optional<String> find(String syncId) {
			return this.runs.find(syncId);
		}

		@Override
		public List<InterruptedRun> interrupted() {
			return List.of();
		}

		@Override
		public Optional<DetailPage> details(String syncId, long after, int limit) {
			return this.runs.details(syncId, after, limit);
		}

	}

	/**
	 * Each look is a second later.
	 */
	static final class TickingClock extends Clock {

		private Instant now = Instant.parse("2026-11-22T12:00:00Z");

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		synchronized void advance(Duration duration) {
			this.now = this.now.plus(duration);
		}

		@Override
		public synchronized Instant instant() {
			this.now = this.now.plus(Duration.ofSeconds(1));
			return this.now;
		}

	}

}
