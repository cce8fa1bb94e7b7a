package dev.registrysync.sync;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.registrysync.reconcile.Attendance;
import dev.registrysync.reconcile.Plan;
import dev.registrysync.registry.Kind;

/**
 * What the pulls showed of the coming and going of entries. It is in memory only, so that
 * counting writes nothing; a restart begins to count anew.
 */
final class KnownAttendance {

	private final Map<Registry, Attendance> known = new ConcurrentHashMap<>();

	Attendance of(String source, Kind kind) {
		return this.known.getOrDefault(new Registry(source, kind), Attendance.NONE);
	}

	/**
	 * Takes over what a run found, once it has ended well.
	 */
	void adopt(String source, Collection<Plan> plans) {
		plans.forEach((plan) -> this.known.put(new Registry(source, plan.kind()), plan.nextAttendance()));
	}

	private record Registry(String source, Kind kind) {
	}

}
