package dev.registrysync.reconcile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.RuntimeEntries;
import org.jspecify.annotations.Nullable;

/**
 * Decides which source holds which entry, for one kind: only its holder's answers count
 * for an entry, and only its holder's base has it. Of several sources that offer an entry
 * the first holds it. It keeps an entry that it does not name any more until the grace is
 * over; then the next one that offers it takes it over, together with its base, so that
 * what operators edited stays theirs.
 */
public final class Holders {

	private final List<SourceSide> sources;

	private final Grace grace;

	private final Instant now;

	private final Map<EntryId, SourceSide> holders = new HashMap<>();

	private final Map<EntryId, SourceSide> before = new HashMap<>();

	private final List<Handover> handovers = new ArrayList<>();

	private Holders(List<SourceSide> sources, Grace grace, Instant now) {
		this.sources = List.copyOf(sources);
		this.grace = grace;
		this.now = now;
	}

	/**
	 * Decides; the same for the same arguments.
	 * @param sources all that hold or offer an entry, the one that wins first
	 * @param scope the ids that the run is about; no other changes hands
	 * @param grace how long an absent entry stays with its holder
	 * @param now the time of the run
	 */
	public static Holders decide(List<SourceSide> sources, Predicate<EntryId> scope, Grace grace, Instant now) {
		Holders holders = new Holders(sources, grace, now);
		holders.sources.forEach((side) -> side.base().ids().forEach((id) -> holders.before.putIfAbsent(id, side)));
		holders.ids().forEach((id) -> holders.decide(id, scope.test(id)));
		return holders;
	}

	private Set<EntryId> ids() {
		Set<EntryId> ids = new LinkedHashSet<>(this.before.keySet());
		this.sources.forEach((side) -> side.runtime().ifPresent((answer) -> ids.addAll(answer.entries().ids())));
		return ids;
	}

	private void decide(EntryId id, boolean inScope) {
		@Nullable SourceSide present = this.before.get(id);
		Optional<SourceSide> next = inScope ? next(id, present) : Optional.ofNullable(present);
		next.ifPresent((holder) -> {
			this.holders.put(id, holder);
			if (present != null && !present.isSame(holder)) {
				this.handovers.add(new Handover(id, present.source(), holder.source()));
			}
		});
	}

	private Optional<SourceSide> next(EntryId id, @Nullable SourceSide present) {
		Optional<SourceSide> first = this.sources.stream().filter((side) -> side.offers(id)).findFirst();
		boolean stays = present != null
				&& first.filter((side) -> isBefore(side, present) || present.hasLost(id, this.grace, this.now))
					.isEmpty();
		return stays ? Optional.ofNullable(present) : first;
	}

	private boolean isBefore(SourceSide side, SourceSide other) {
		return this.sources.indexOf(side) < this.sources.indexOf(other);
	}

	/**
	 * The source's base once the entries have changed hands.
	 */
	public EntryTable base(SourceSide side) {
		Set<EntryId> gone = new HashSet<>();
		List<EntryId> come = new ArrayList<>();
		side.base().ids().stream().filter((id) -> !holds(side, id)).forEach(gone::add);
		this.handovers.stream()
			.filter((handover) -> handover.to().equals(side.source()))
			.forEach((handover) -> come.add(handover.id()));
		if (gone.isEmpty() && come.isEmpty()) {
			return side.base();
		}
		EntryTable.Builder base = EntryTable.builder();
		side.base().ids().stream().filter((id) -> !gone.contains(id)).forEach((id) -> base.addFrom(side.base(), id));
		come.stream()
			.filter((id) -> !base.has(id))
			.forEach((id) -> Optional.ofNullable(this.before.get(id))
				.ifPresent((from) -> base.addFrom(from.base(), id)));
		return base.build();
	}

	/**
	 * Whether the source's word counts for the entry.
	 */
	public boolean holds(SourceSide side, EntryId id) {
		@Nullable SourceSide holder = this.holders.get(id);
		return holder != null && holder.isSame(side);
	}

	/**
	 * The entries that their holder does not name and another source offers, or offered
	 * when it was asked last: they are not absent.
	 */
	public Set<EntryId> elsewhere(SourceSide side) {
		return side.base()
			.ids()
			.stream()
			.filter((id) -> holds(side, id) && side.lacks(id) && isOffered(id))
			.collect(Collectors.toUnmodifiableSet());
	}

	private boolean isOffered(EntryId id) {
		return this.sources.stream().anyMatch((side) -> side.offered(id));
	}

	/**
	 * The entries that change hands.
	 */
	public List<Handover> handovers() {
		return List.copyOf(this.handovers);
	}

	/**
	 * The entries that a source offers and another one holds.
	 */
	public List<Contest> contests() {
		List<Contest> contests = new ArrayList<>();
		for (SourceSide side : this.sources) {
			side.runtime().map(RuntimeEntries::entries).ifPresent((entries) -> entries.ids().forEach((id) -> {
				@Nullable SourceSide holder = this.holders.get(id);
				if (holder != null && !holder.isSame(side)) {
					contests.add(new Contest(id, holder.source(), side.source()));
				}
			}));
		}
		return contests;
	}

	/**
	 * An entry that changes hands.
	 *
	 * @param id which
	 * @param from the source that held it
	 * @param to the source that holds it from now on
	 */
	public record Handover(EntryId id, String from, String to) {
	}

	/**
	 * An entry that two sources claim.
	 *
	 * @param id which
	 * @param holder the source whose word counts
	 * @param other the source that offers it in vain
	 */
	public record Contest(EntryId id, String holder, String other) {
	}

}
