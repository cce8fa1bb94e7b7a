package dev.registrysync.sync;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;

/**
 * The latest plans that somebody may approve, so that one which does not fit any more can
 * be compared with what a run would do. They are in memory only, and bounded.
 */
final class Previews {

	private static final int MAX_PLANS = 16;

	/** Of all outlines together: some megabytes. */
	private static final int MAX_SIZE = 50_000;

	private static final int MAX_SHOWN = 100;

	private final Map<String, PlanOutline> latest = new LinkedHashMap<>();

	/**
	 * Remembers a plan, and forgets the oldest ones.
	 */
	synchronized void remember(PlanLines plan) {
		String digest = plan.digest();
		this.latest.remove(digest);
		this.latest.put(digest, PlanOutline.of(plan));
		while (this.latest.size() > MAX_PLANS || size() > MAX_SIZE) {
			this.latest.remove(this.latest.keySet().iterator().next());
		}
	}

	private int size() {
		return this.latest.values().stream().mapToInt(PlanOutline::size).sum();
	}

	private synchronized Optional<PlanOutline> find(String digest) {
		return Optional.ofNullable(this.latest.get(digest));
	}

	/**
	 * Refuses to go on if somebody approved another plan.
	 * @param approved the digest of what was approved
	 * @param now what would be done
	 * @throws ProblemException {@code STALE_PLAN} with what moved
	 */
	void requireCurrent(String approved, PlanLines now) {
		String digest = now.digest();
		if (approved.equals(digest)) {
			return;
		}
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("approved", approved);
		data.put("plan_digest", digest);
		String moved = find(approved).map((preview) -> {
			List<MovedEntry> entries = preview.movedIn(PlanOutline.of(now));
			data.put("moved_entries", entries.size());
			data.put("moved", entries.stream().limit(MAX_SHOWN).toList());
			return "it differs in " + names(entries);
		}).orElse("what moved cannot be told, as it is none of the latest previews since the service was started");
		throw new ProblemException(ProblemCode.STALE_PLAN,
				"The plan that was approved is not what a run would do now: %s.".formatted(moved), data);
	}

	private static String names(List<MovedEntry> moved) {
		String first = "%s/%s".formatted(moved.get(0).kind(), moved.get(0).id());
		return (moved.size() == 1) ? first : "%s and %d more".formatted(first, moved.size() - 1);
	}

}
