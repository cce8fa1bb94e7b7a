package dev.registrysync.sync;

import java.util.Optional;

/**
 * What a run shall do.
 *
 * @param trigger what started it
 * @param scope what it is about
 * @param pull whether it asks the coordinator
 * @param ensureIdentities whether it makes, repairs and renews identities
 * @param validate whether it checks signatures
 * @param dryRun whether it only says what it would do
 * @param approve the digest of the plan that it may apply
 * @param externalChanges what becomes of edits that others made to the files
 */
record RunOptions(Trigger trigger, Scope scope, boolean pull, boolean ensureIdentities, boolean validate,
		boolean dryRun, Optional<String> approve, ExternalChanges externalChanges) {

	/**
	 * The same about something else.
	 */
	RunOptions about(Scope other) {
		return new RunOptions(this.trigger, other, this.pull, this.ensureIdentities, this.validate, this.dryRun,
				this.approve, this.externalChanges);
	}

}
