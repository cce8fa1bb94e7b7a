package dev.registrysync.reconcile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
		if (!holders.isOnlyOne()) {
			holders.decide(scope);
		}
		return holders;
	}

	/**
	 * Where there is one source only, it holds all that there is, and nothing need be
	 * asked of any entry.
	 */
	private boolean isOnlyOne() {
		return this.sources.size() == 1;
	}

	private void decide(Predicate<EntryId> scope) {
		this.sources.forEach((side) -> side.base().ids().forEach((id) -> this.before.putIfAbsent(id, side)));
		this.before.forEach((id, present) -> decide(id, present, scope.test(id)));
		for (SourceSide side : this.sources) {
			side.runtime().map(RuntimeEntries::entries).ifPresent((entries) -> entries.ids().forEach((id) -> {
				if (!this.holders.containsKey(id)) {
					decide(id, null, scope.test(id));
				}
			}));
		}
	}

	private void decide(EntryId id, @Nullable SourceSide present, boolean inScope) {
		@Nullable SourceSide holder = inScope ? next(id, present) : present;
		if (holder != null) {
			this.holders.put(id, holder);
			if (present != null && !present.isSame(holder)) {
				this.handovers.add(new Handover(id, present.source(), holder.source()));
			}
		}
	}

	private @Nullable SourceSide next(EntryId id, @Nullable SourceSide present) {
		@Nullable SourceSide first = firstThatOffers(id);
		if (present == null || first == null) {
			return (present != null) ? present : first;
		}
		boolean leaves = isBefore(first, present) || present.hasLost(id, this.grace, this.now);
		return leaves ? first : present;
	}

	private @Nullable SourceSide firstThatOffers(EntryId id) {
		for (SourceSide side : this.sources) {
			if (side.offers(id)) {
				return side;
			}
		}
		return null;
	}

	private boolean isBefore(SourceSide side, SourceSide other) {
		return this.sources.indexOf(side) < this.sources.indexOf(other);
	}

	/**
	 * The source's base once the entries have changed hands.
	 */
	public EntryTable base(SourceSide side) {
		if (isOnlyOne()) {
			return side.base();
		}
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
	 * Whether the source's word counts for the entry, which it has or had.
	 */
	public boolean holds(SourceSide side, EntryId id) {
		if (isOnlyOne()) {
			return side.isSame(this.sources.get(0));
		}
		@Nullable SourceSide holder = this.holders.get(id);
		return holder != null && holder.isSame(side);
	}

	/**
	 * The entries that their holder does not name and another source offers, or offered
	 * when it was asked last: they are not absent.
	 */
	public Set<EntryId> elsewhere(SourceSide side) {
		if (isOnlyOne()) {
			return Set.of();
		}
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
		if (isOnlyOne()) {
			return List.of();
		}
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
