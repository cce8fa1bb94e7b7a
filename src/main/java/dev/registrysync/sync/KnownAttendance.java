package dev.registrysync.sync;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.registrysync.reconcile.Attendance;
import dev.registrysync.reconcile.Grace;
import dev.registrysync.reconcile.Holders.Contest;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.Kind;

/**
 * What the pulls showed of the coming and going of entries. It is in memory only, so that
 * counting writes nothing; a restart begins to count anew.
 */
final class KnownAttendance {

	private final Map<Asked, Attendance> known = new ConcurrentHashMap<>();

	private final Answers answers = new Answers();

	private volatile Set<Contested> told = Set.of();

	/**
	 * The answers themselves.
	 */
	Answers answers() {
		return this.answers;
	}

	Attendance of(Asked asked) {
		return this.known.getOrDefault(asked, Attendance.NONE);
	}

	/**
	 * The entries that a source has not named for longer than the grace.
	 */
	Map<Asked, Set<EntryId>> lost(Grace grace, Instant now) {
		Map<Asked, Set<EntryId>> lost = new HashMap<>();
		this.known.forEach((asked, attendance) -> lost.put(asked, attendance.lost(grace, now)));
		lost.values().removeIf(Set::isEmpty);
		return lost;
	}

	/**
	 * An entry that more than one source offers, which is told once.
	 */
	Contested contested(Kind kind, Contest contest) {
		Contested known = new Contested(kind, contest, true);
		return this.told.contains(known) ? known : new Contested(kind, contest, false);
	}

	/**
	 * Takes over what a run found, once it has ended well.
	 */
	void adopt(Plans plans) {
		plans.decided().forEach((asked, plan) -> this.known.put(asked, plan.nextAttendance()));
		Set<Contested> more = new HashSet<>(this.told);
		plans.contested().forEach((contested) -> more.add(contested.afterwards()));
		this.told = Set.copyOf(more);
	}

}
