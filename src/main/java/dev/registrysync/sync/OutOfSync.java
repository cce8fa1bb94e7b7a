package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.registrysync.curve.Cores;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.reconcile.ReconcilePolicy;
import dev.registrysync.reconcile.SourceDifference;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the entries that differ in the registry from what the source said that holds
 * them, as after a rollback. It remembers what it found, and parses only entries that
 * have changed on one of the two sides since.
 */
final class OutOfSync {

	private static final Logger log = LoggerFactory.getLogger(OutOfSync.class);

	private final SyncPorts ports;

	private final ReconcilePolicy policy;

	private final Answers answers;

	private final Map<Asked, Found> last = new ConcurrentHashMap<>();

	/**
	 * Prepares it.
	 * @param policy says which members the runtime owns
	 * @param answers knows what each source answered last
	 */
	OutOfSync(SyncPorts ports, ReconcilePolicy policy, Answers answers) {
		this.ports = ports;
		this.policy = policy;
		this.answers = answers;
	}

	/**
	 * The entries of one source and kind that differ, those included that were taken out
	 * of the registry.
	 * @param base the entries of the source as a run last decided on them
	 */
	Set<EntryId> find(Asked asked, RegistryDocument document, EntryTable base) {
		Set<EntryId> differing = new HashSet<>(compare(asked, document, base).differing());
		List<EntryId> absent = base.ids()
			.stream()
			.filter((id) -> !document.has(id) && !document.malformed().containsKey(id.value()))
			.toList();
		if (!absent.isEmpty()) {
			absent.stream().filter(isStillThere(asked)).forEach(differing::add);
		}
		return differing;
	}

	private Found compare(Asked asked, RegistryDocument document, EntryTable base) {
		@Nullable Found before = this.last.get(asked);
		if (before != null && before.document() == document && before.base() == base) {
			return before;
		}
		Set<EntryId> differing = new HashSet<>();
		List<EntryId> changed = new ArrayList<>();
		for (EntryId id : base.ids()) {
			if (document.has(id)) {
				if (before == null || !before.knows(id, document, base)) {
					changed.add(id);
				}
				else if (before.differing().contains(id)) {
					differing.add(id);
				}
			}
		}
		Cores
			.map(changed,
					(id) -> differences(document, base, id).isEmpty() ? Optional.<EntryId>empty() : Optional.of(id))
			.forEach((id) -> id.ifPresent(differing::add));
		Found found = new Found(document, base, differing);
		this.last.put(asked, found);
		return found;
	}

	private List<SourceDifference> differences(RegistryDocument document, EntryTable base, EntryId id) {
		Optional<Entry> entry = document.find(id);
		return entry.map((present) -> SourceDifference.of(present, base.find(id).orElseThrow(), this.policy))
			.orElse(List.of());
	}

	/**
	 * Returns which entries the source still has that are not in the registry.
	 */
	private Predicate<EntryId> isStillThere(Asked asked) {
		return this.answers.find(asked).<Predicate<EntryId>>map((answer) -> answer::names).orElseGet(() -> {
			Set<EntryRef> withdrawn = this.ports.history().withdrawn();
			return (id) -> withdrawn.contains(new EntryRef(asked.kind(), id));
		});
	}

	/**
	 * Counts them into the census of both registries.
	 * @param documents the documents
	 * @param bases the bases of all sources that hold entries
	 */
	void count(Census census, List<String> sources, Function<Kind, RegistryDocument> documents,
			Function<Asked, EntryTable> bases) {
		for (Kind kind : Kind.values()) {
			for (String source : sources) {
				Asked asked = new Asked(source, kind);
				census.countOutOfSync(asked, find(asked, documents.apply(kind), bases.apply(asked)).size());
			}
		}
	}

	/**
	 * The entries of a source that differ now, with the members that do.
	 * @param most how many entries at most
	 */
	List<DifferingEntry> list(String source, int most) {
		List<DifferingEntry> entries = new ArrayList<>();
		for (Kind kind : Kind.values()) {
			Asked asked = new Asked(source, kind);
			EntryTable base = this.ports.history().base(source, kind);
			this.ports.findShown(kind)
				.ifPresent((document) -> find(asked, document, base).stream()
					.sorted()
					.limit(most - entries.size())
					.forEach((id) -> entries.add(new DifferingEntry(new EntryRef(kind, id), document.has(id),
							differences(document, base, id)))));
		}
		return entries;
	}

	/**
	 * Counts those that differ now into a census. A file that cannot be read counts for
	 * nothing.
	 */
	void count(Census census, Collection<String> sources) {
		for (Kind kind : Kind.values()) {
			findReadable(kind).ifPresent((document) -> sources.forEach((source) -> {
				Asked asked = new Asked(source, kind);
				EntryTable base = this.ports.history().base(source, kind);
				census.countOutOfSync(asked, find(asked, document, base).size());
			}));
		}
	}

	private Optional<RegistryDocument> findReadable(Kind kind) {
		try {
			return this.ports.findShown(kind);
		}
		catch (ProblemException ex) {
			log.debug("The entries that are out of sync are not counted: {}", ex.detail());
			return Optional.empty();
		}
	}

	/**
	 * An entry that differs.
	 *
	 * @param ref which
	 * @param inRegistry false if it was taken out of the registry
	 * @param members the members that differ; none if it was taken out
	 */
	record DifferingEntry(EntryRef ref, boolean inRegistry, List<SourceDifference> members) {
	}

	/**
	 * What was found last.
	 *
	 * @param document the document that was compared
	 * @param base the base with which it was compared
	 * @param differing the entries of both that differ
	 */
	private record Found(RegistryDocument document, EntryTable base, Set<EntryId> differing) {

		private boolean knows(EntryId id, RegistryDocument now, EntryTable baseNow) {
			return this.document.has(id) && this.document.text(id).digest().equals(now.text(id).digest())
					&& baseNow.sameBytes(id, this.base);
		}

	}

}
