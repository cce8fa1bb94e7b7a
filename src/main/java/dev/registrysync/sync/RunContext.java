package dev.registrysync.sync;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import dev.registrysync.coordinator.CoordinatorClient;
import dev.registrysync.history.Commit.Replacement;
import dev.registrysync.history.History;
import dev.registrysync.reconcile.EntryState;
import dev.registrysync.reconcile.PushPlan;
import dev.registrysync.reconcile.ReconcilePolicy;
import dev.registrysync.reconcile.SourceSide;
import dev.registrysync.registry.DocumentStamp;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RuntimeEntries;

/**
 * What stays the same through all passes of a run.
 *
 * @param ports what it works with
 * @param policy what the operator set
 * @param attendance what the runs before it found of coming and going
 * @param previews what the runs before it showed and somebody may approve
 * @param approval what of that somebody approved for this run
 * @param outOfSync finds the entries that differ from what their source said
 * @param options what it shall do
 * @param control shows how far it is, and stops it
 * @param now its time, read once
 */
record RunContext(SyncPorts ports, ReconcilePolicy policy, KnownAttendance attendance, Previews previews,
		Approval approval, OutOfSync outOfSync, RunOptions options, RunControl control, Instant now) {

	String syncId() {
		return this.control.origin().syncId();
	}

	/**
	 * Reads both documents as they are now.
	 * @param pulls what a document that does not exist yet takes its envelope from
	 */
	WorkingRegistry read(Pulls pulls) {
		this.control.begin(Phase.READ, 1);
		return this.ports.read(pulls);
	}

	/**
	 * One step more: whether the run is about the id.
	 */
	boolean isAbout(EntryId id) {
		this.control.step();
		return this.options.scope().covers(id);
	}

	/**
	 * What there is to commit.
	 */
	Map<Kind, Replacement> changes(WorkingRegistry registry, DocumentStamp stamp) {
		this.control.begin(Phase.COMMIT, 1);
		return registry.changes(stamp, this.control::check);
	}

	/**
	 * Counts the entries of both registries at the end of the run.
	 * @param changes the documents that the run changes
	 * @param bases the base of a source at the end of the run
	 */
	Census census(WorkingRegistry registry, Map<Kind, Replacement> changes, Function<Asked, EntryTable> bases) {
		Census census = registry.census();
		this.outOfSync.count(census, sources(),
				(kind) -> Optional.ofNullable(changes.get(kind))
					.map(Replacement::after)
					.orElseGet(() -> registry.document(kind)),
				bases);
		return census;
	}

	/**
	 * The base of a source as it is now.
	 */
	EntryTable base(Asked asked) {
		return this.ports.history().base(asked.source(), asked.kind());
	}

	/**
	 * The sources that the run asks, the one first that wins.
	 */
	List<CoordinatorClient> asked() {
		return this.ports.sources()
			.clients()
			.stream()
			.filter((client) -> this.options.pull() && this.options.scope().asks(client.name()))
			.toList();
	}

	/**
	 * All sources that hold or may hold entries, the one first that wins. Those that are
	 * not configured any more come last.
	 */
	List<String> sources() {
		Set<String> sources = new LinkedHashSet<>(this.ports.sources().names());
		sources.addAll(this.ports.history().sources());
		return List.copyOf(sources);
	}

	/**
	 * Each source as the run sees it.
	 */
	List<SourceSide> sides(Kind kind, Pulls pulls) {
		return sources().stream().map((source) -> {
			Asked asked = new Asked(source, kind);
			return new SourceSide(source, this.ports.history().base(source, kind), pulls.find(asked),
					this.attendance.answers().find(asked), this.attendance.of(asked));
		}).toList();
	}

	/**
	 * Returns whether the source that holds the entry had it when it was asked last; any
	 * source, if none holds it. If it was not asked since the start, an entry that is not
	 * marked as absent counts as being there.
	 */
	boolean isAtRunTime(Entry entry) {
		EntryRef ref = entry.ref();
		List<RuntimeEntries> known = findHolder(ref).map(List::of)
			.orElseGet(this::sources)
			.stream()
			.flatMap((source) -> this.attendance.answers().find(new Asked(source, ref.kind())).stream())
			.toList();
		return known.isEmpty() ? EntryState.of(entry) == EntryState.ACTIVE
				: known.stream().anyMatch((answer) -> answer.names(ref.id()));
	}

	/**
	 * What is sent to a source of the entries that it holds and that the run is about.
	 * @param runtime what the source answered
	 */
	PushPlan push(Asked asked, WorkingRegistry registry, RuntimeEntries runtime) {
		History history = this.ports.history();
		EntryTable held = history.base(asked.source(), asked.kind());
		return PushPlan.of(registry.document(asked.kind()), runtime, history.pushed(asked.source(), asked.kind()),
				this.policy.of(asked.source()), (id) -> this.options.scope().covers(id) && held.has(id));
	}

	/**
	 * Each entry as the source last sent it that holds it.
	 */
	EntryTable held(Kind kind) {
		return together(kind, (source) -> this.ports.history().base(source, kind));
	}

	/**
	 * What is remembered of each entry's way to the source that holds it.
	 */
	EntryTable trails(Kind kind) {
		return together(kind, (source) -> this.ports.history().pushed(source, kind));
	}

	private EntryTable together(Kind kind, Function<String, EntryTable> tables) {
		List<String> sources = sources();
		if (sources.size() == 1) {
			return tables.apply(sources.get(0));
		}
		EntryTable.Builder together = EntryTable.builder();
		for (String source : sources) {
			EntryTable table = tables.apply(source);
			table.ids()
				.stream()
				.filter((id) -> !together.has(id) && mayHold(source, new EntryRef(kind, id)))
				.forEach((id) -> together.addFrom(table, id));
		}
		return together.build();
	}

	/**
	 * Whether the source holds the entry, or nobody does.
	 */
	boolean mayHold(String source, EntryRef ref) {
		return findHolder(ref).filter((holder) -> !holder.equals(source)).isEmpty();
	}

	private Optional<String> findHolder(EntryRef ref) {
		return sources().stream()
			.filter((name) -> this.ports.history().base(name, ref.kind()).has(ref.id()))
			.findFirst();
	}

}
