package dev.registrysync.sync;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import dev.registrysync.problem.ProblemException;
import dev.registrysync.sync.Runner.Run;
import dev.registrysync.sync.Runner.StartedRun;
import org.jspecify.annotations.Nullable;

/**
 * Executes one run at a time, in the order of arrival. Calls with the same options as a
 * run that has not begun share it. The next run does not wait for what a run pushes. A
 * run that is stopped while it waits leaves the queue.
 */
final class RunQueue {

	private final Runner runner;

	private final ActiveRuns active;

	private final String sources;

	private final Turn turn = new Turn();

	private final Map<RunOptions, QueuedRun> waiting = new HashMap<>();

	RunQueue(Runner runner, ActiveRuns active, List<String> sources) {
		this.runner = runner;
		this.active = active;
		this.sources = String.join(",", sources);
	}

	/**
	 * Adds a run, or shares one that waits.
	 * @param control called only for a new run
	 */
	QueuedRun add(RunOptions options, Supplier<RunControl> control) {
		synchronized (this.waiting) {
			@Nullable QueuedRun shared = this.waiting.get(options);
			if (shared != null) {
				return shared.shared();
			}
			QueuedRun added = new QueuedRun(options, control.get(), new CompletableFuture<>(), true);
			this.waiting.put(options, added);
			return added;
		}
	}

	/**
	 * Executes the run when it is its turn, or waits for the call that does.
	 */
	Run await(QueuedRun run) {
		if (run.leads()) {
			try {
				run.result().complete(mdc(run.control()).mark(() -> execute(run)));
			}
			catch (RuntimeException | Error ex) {
				run.result().completeExceptionally(ex);
			}
		}
		try {
			return run.result().join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException failure) ? failure : ex;
		}
	}

	private Run execute(QueuedRun run) {
		try {
			return this.runner.finish(begin(run));
		}
		finally {
			this.active.end(run.control());
		}
	}

	private StartedRun begin(QueuedRun run) {
		try {
			takeTurn(run.control());
		}
		finally {
			synchronized (this.waiting) {
				this.waiting.remove(run.options());
			}
		}
		try {
			return this.runner.begin(run.options(), run.control());
		}
		finally {
			this.turn.pass();
		}
	}

	/**
	 * Waits for a turn and does something else while no run is executed.
	 */
	<T> T alone(RunControl control, Supplier<T> work) {
		return mdc(control).mark(() -> {
			takeTurn(control);
			try {
				return work.get();
			}
			finally {
				this.turn.pass();
			}
		});
	}

	private void takeTurn(RunControl control) {
		try {
			this.turn.take(control);
		}
		catch (ProblemException ex) {
			this.runner.abandoned(control, ex);
			throw ex;
		}
	}

	private RunMdc mdc(RunControl control) {
		return new RunMdc(control.origin().syncId(), this.sources);
	}

}
