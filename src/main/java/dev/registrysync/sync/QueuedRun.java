package dev.registrysync.sync;

import java.util.concurrent.CompletableFuture;

import dev.registrysync.sync.Runner.Run;

/**
 * A run in the queue, as one of the calls that share it has it.
 *
 * @param control shows how far it is, and stops it
 * @param result completed when the run has ended
 * @param leads whether this call executes the run; the others only wait for the result
 */
record QueuedRun(RunOptions options, RunControl control, CompletableFuture<Run> result, boolean leads) {

	QueuedRun shared() {
		return new QueuedRun(this.options, this.control, this.result, false);
	}

}
