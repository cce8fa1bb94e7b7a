package dev.registrysync.sync;

import java.time.Duration;

import dev.registrysync.reconcile.ReconcilePolicy;

/**
 * What an operator has set about all runs.
 *
 * @param policy how to reconcile
 * @param externalChanges what becomes of edits that others make to the files
 * @param deadline so long a run may take
 * @param maxLag so long the files may lag behind an edit
 */
record SyncSettings(ReconcilePolicy policy, ExternalChanges externalChanges, Duration deadline, Duration maxLag) {
}
