package dev.registrysync.sync;

import java.time.Instant;

import dev.registrysync.reconcile.ReconcilePolicy;

/**
 * What stays the same through all passes of a run.
 *
 * @param ports what it works with
 * @param policy what the operator set
 * @param attendance what the runs before it found of coming and going
 * @param options what it shall do
 * @param syncId its name
 * @param now its time, read once
 */
record RunContext(SyncPorts ports, ReconcilePolicy policy, KnownAttendance attendance, RunOptions options,
		String syncId, Instant now) {

	String source() {
		return this.ports.coordinator().name();
	}

}
