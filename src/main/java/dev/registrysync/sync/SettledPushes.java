package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.registrysync.coordinator.CoordinatorClient;
import dev.registrysync.history.Base;
import dev.registrysync.history.History;
import dev.registrysync.reconcile.Conflict;
import dev.registrysync.reconcile.PushPlan;
import dev.registrysync.registry.Kind;

/**
 * What a run that settles conflicts decides about members that operators own here and
 * that the source has changed too. Nothing is sent by it: the next run sends what won.
 */
final class SettledPushes {

	private final Map<Asked, PushPlan> plans = new LinkedHashMap<>();

	private final History history;

	/**
	 * Looks at the sources that are pushed to, if there is something to settle.
	 */
	SettledPushes(RunContext context, WorkingRegistry registry, Pulls pulls) {
		this.history = context.ports().history();
		if (context.policy().settlements().isEmpty()) {
			return;
		}
		for (CoordinatorClient source : context.ports().sources().clients()) {
			for (Kind kind : Kind.values()) {
				Asked asked = new Asked(source.name(), kind);
				pulls.find(asked)
					.filter((runtime) -> source.isPushedTo())
					.ifPresent((runtime) -> this.plans.put(asked, context.push(asked, registry, runtime)));
			}
		}
	}

	Stream<Conflict> conflicts() {
		return this.plans.values().stream().flatMap((plan) -> plan.conflicts().stream());
	}

	/**
	 * What is to be remembered of it.
	 */
	List<Base> changedTrails() {
		List<Base> changed = new ArrayList<>();
		this.plans.forEach((asked, plan) -> changed
			.addAll(ChangedTrails.of(this.history, asked.source(), Map.of(asked.kind(), plan.trails()))));
		return changed;
	}

	/**
	 * The conflicts in the shape in which a result has them, for each source.
	 */
	Map<String, PushResult> results() {
		Map<String, PushResult> results = new LinkedHashMap<>();
		this.plans.forEach((asked, plan) -> {
			if (!plan.conflicts().isEmpty()) {
				results.put(asked.source(), PushResult.ofConflicts(plan.conflicts()));
			}
		});
		return results;
	}

}
