package dev.registrysync.sync;

import java.time.Instant;
import java.util.List;

import dev.registrysync.reconcile.ReconcilePolicy;
import dev.registrysync.registry.DocumentStamp;
import dev.registrysync.registry.EntryId;
import dev.registrysync.store.DocumentChange;

/**
 * What stays the same through all passes of a run.
 *
 * @param ports what it works with
 * @param policy what the operator set
 * @param attendance what the runs before it found of coming and going
 * @param options what it shall do
 * @param control shows how far it is, and stops it
 * @param now its time, read once
 */
record RunContext(SyncPorts ports, ReconcilePolicy policy, KnownAttendance attendance, RunOptions options,
		RunControl control, Instant now) {

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
	List<DocumentChange> changes(WorkingRegistry registry, DocumentStamp stamp) {
		this.control.begin(Phase.COMMIT, 1);
		return registry.changes(stamp, this.control::check);
	}

	String source() {
		return this.ports.coordinator().name();
	}

}
