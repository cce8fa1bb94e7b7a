package dev.registrysync.sync;

import java.time.Instant;

import dev.registrysync.history.Cause;
import dev.registrysync.history.Details;

/**
 * Which run it is, and who wanted it.
 *
 * @param syncId its name
 * @param trigger what started it
 * @param actor who started it
 * @param dryRun whether it only says what it would do
 * @param requestedAt when
 */
record RunOrigin(String syncId, Trigger trigger, String actor, boolean dryRun, Instant requestedAt) {

	/**
	 * Returns the cause of what the run writes.
	 * @param details what it decided
	 */
	Cause toCause(Details details) {
		return new Cause(this.syncId, this.trigger.text(), this.actor, details);
	}

}
