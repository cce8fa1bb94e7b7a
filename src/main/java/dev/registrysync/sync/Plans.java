package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import dev.registrysync.history.Base;
import dev.registrysync.history.History;
import dev.registrysync.reconcile.Action;
import dev.registrysync.reconcile.Plan;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RuntimeEntries;

/**
 * What a run decided, for each source and kind.
 */
final class Plans {

	private final Map<Asked, Plan> decided = new LinkedHashMap<>();

	private final Map<Asked, EntryTable> bases = new LinkedHashMap<>();

	private final List<Plan> others = new ArrayList<>();

	private final List<Contested> contested = new ArrayList<>();

	private final Map<Asked, RuntimeEntries> miscounted = new LinkedHashMap<>();

	/**
	 * What was decided about no source's answer.
	 */
	static Plans withoutSource(Collection<Plan> decided) {
		Plans plans = new Plans();
		plans.others.addAll(decided);
		return plans;
	}

	/**
	 * Adds what was decided about an answer.
	 */
	void add(Asked asked, Plan plan) {
		this.decided.put(asked, plan);
		this.bases.put(asked, plan.nextBase());
	}

	/**
	 * Adds the base of a source that did not answer: it may have lost entries to others.
	 */
	void add(Asked asked, EntryTable base) {
		this.bases.put(asked, base);
	}

	/**
	 * Adds an answer, which is remembered if it does not list as many entries as it says.
	 */
	void add(Asked asked, RuntimeEntries answer) {
		if (answer.announced().isPresent()) {
			this.miscounted.put(asked, answer);
		}
	}

	/**
	 * The answers that do not list as many entries as they say.
	 */
	Map<Asked, RuntimeEntries> miscounted() {
		return this.miscounted;
	}

	void add(Contested entry) {
		this.contested.add(entry);
	}

	/**
	 * Adds these plans to those of an earlier pass of the run. A retired source is in the
	 * earlier ones only if its entries were committed then.
	 */
	Plans after(Plans earlier) {
		Plans sum = new Plans();
		sum.decided.putAll(earlier.decided);
		this.decided
			.forEach((asked, plan) -> sum.decided.put(asked, earlier.find(asked).map(plan::after).orElse(plan)));
		this.others.forEach((plan) -> sum.others.add(earlier.others.stream()
			.filter((before) -> before.kind() == plan.kind())
			.findFirst()
			.map(plan::after)
			.orElse(plan)));
		earlier.others.stream()
			.filter((before) -> this.others.stream().noneMatch((plan) -> plan.kind() == before.kind()))
			.forEach(sum.others::add);
		sum.contested.addAll(this.contested);
		sum.miscounted.putAll(this.miscounted);
		return sum;
	}

	Optional<Plan> find(Asked asked) {
		return Optional.ofNullable(this.decided.get(asked));
	}

	/**
	 * The base of a source once all is applied; empty if it stays what it was.
	 */
	Optional<EntryTable> findBase(Asked asked) {
		return Optional.ofNullable(this.bases.get(asked));
	}

	Map<Asked, Plan> decided() {
		return this.decided;
	}

	Collection<Plan> values() {
		return Stream.concat(this.decided.values().stream(), this.others.stream()).toList();
	}

	/**
	 * The entries that more than one source offers.
	 */
	List<Contested> contested() {
		return this.contested;
	}

	/**
	 * How many entries of the kind an action concerns.
	 */
	int count(Kind kind, Action action) {
		return values().stream()
			.filter((plan) -> plan.kind() == kind)
			.mapToInt((plan) -> Objects.requireNonNull(plan.counts().get(action)))
			.sum();
	}

	/**
	 * How many runtime entries the registry agrees with once all is applied.
	 */
	int agreed(Kind kind) {
		return values().stream().filter((plan) -> plan.kind() == kind).mapToInt(Plan::agreed).sum();
	}

	/**
	 * The bases that move.
	 */
	List<Base> changedBases(History history) {
		List<Base> changed = new ArrayList<>();
		this.bases.forEach((asked, base) -> {
			if (!base.sameEntries(history.base(asked.source(), asked.kind()))) {
				changed.add(new Base(asked.source(), asked.kind(), base));
			}
		});
		return changed;
	}

}
