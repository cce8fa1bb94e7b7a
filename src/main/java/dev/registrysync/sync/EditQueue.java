package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;
import dev.registrysync.sync.Pushes.Work;
import dev.registrysync.sync.Runner.Committed;
import dev.registrysync.sync.Runner.StartedRun;
import org.jspecify.annotations.Nullable;

/**
 * Commits operators' edits in the order of arrival. Edits that arrive while others are
 * being committed are stored in one transaction, each with a revision of its own, and the
 * files are written once for all of them.
 */
final class EditQueue {

	private final SyncPorts ports;

	private final SyncSettings settings;

	private final Runner runner;

	private final FileWriter files;

	private final List<PendingEdit> waiting = new ArrayList<>();

	EditQueue(SyncPorts ports, SyncSettings settings, Runner runner, FileWriter files) {
		this.ports = ports;
		this.settings = settings;
		this.runner = runner;
		this.files = files;
	}

	/**
	 * Commits an edit, together with those that wait by then.
	 * @param alone executes work while nothing else decides
	 * @throws ProblemException if the edit is refused, or if it cannot be stored
	 */
	EditResult commit(OperatorEdit edit, RunControl control, Alone alone) {
		PendingEdit pending = new PendingEdit(new EditRun(edit), control);
		synchronized (this.waiting) {
			this.waiting.add(pending);
		}
		try {
			alone.execute(() -> {
				if (!pending.isDone()) {
					commit(takeAll());
				}
				return pending;
			});
		}
		finally {
			synchronized (this.waiting) {
				this.waiting.remove(pending);
			}
		}
		return pending.result();
	}

	private List<PendingEdit> takeAll() {
		synchronized (this.waiting) {
			List<PendingEdit> all = List.copyOf(this.waiting);
			this.waiting.clear();
			return all;
		}
	}

	private void commit(List<PendingEdit> edits) {
		try {
			this.ports.history().requireWritable();
			this.runner.recover();
			Map<Kind, CurrentDocument> current = new EnumMap<>(Kind.class);
			this.ports.eachCurrent((document) -> current.put(document.document().kind(), document));
			List<PendingEdit> accepted = edits.stream().filter((edit) -> isAccepted(edit, current)).toList();
			if (!accepted.isEmpty()) {
				this.ports.gate().publishing(() -> store(accepted, current));
				List<ProblemException> failures = this.files.edited();
				this.ports.history().together(() -> {
					accepted.forEach((edit) -> edit.finish(this.runner, failures));
					return accepted;
				});
			}
		}
		catch (RuntimeException | Error ex) {
			edits.forEach((edit) -> edit.fail(ex));
			throw ex;
		}
	}

	/**
	 * Returns whether the edit can be done. What is refused leaves no run.
	 */
	private boolean isAccepted(PendingEdit edit, Map<Kind, CurrentDocument> current) {
		try {
			edit.control().check();
			RunContext context = context(edit);
			new EditPlan(context, this.ports.working(current.values()), edit.run().edit()).decide();
			this.ports.keys().ensure(edit.run().keyless(this.ports));
			return true;
		}
		catch (ProblemException ex) {
			edit.fail(ex);
			return false;
		}
	}

	private RunContext context(PendingEdit edit) {
		return this.runner.context(this.settings.policy(), edit.run().options(), edit.control());
	}

	/**
	 * Stores the edits, each as one that sees the ones before. One that these refuse does
	 * not stop the others.
	 */
	private Map<Kind, CurrentDocument> store(List<PendingEdit> edits, Map<Kind, CurrentDocument> current) {
		this.ports.history().together(() -> {
			edits.forEach((edit) -> store(edit, current));
			return edits;
		});
		edits.forEach(PendingEdit::stored);
		current.values().stream().filter(CurrentDocument::due).forEach(this.ports.registry()::committed);
		return current;
	}

	private void store(PendingEdit edit, Map<Kind, CurrentDocument> current) {
		RunContext context = context(edit);
		try {
			new EditPlan(context, this.ports.working(current.values()), edit.run().edit()).decide();
		}
		catch (ProblemException ex) {
			edit.fail(ex);
			return;
		}
		edit.started(this.runner.begin(context, () -> {
		}, () -> new Committed(edit.run().execute(context, current), Work.NONE)));
	}

	/**
	 * Executes work while nothing else decides.
	 */
	@FunctionalInterface
	interface Alone {

		void execute(Supplier<?> work);

	}

	/**
	 * An edit that waits, or is being committed.
	 */
	private static final class PendingEdit {

		private final EditRun run;

		private final RunControl control;

		private @Nullable StartedRun started;

		private @Nullable Throwable failure;

		private boolean done;

		private PendingEdit(EditRun run, RunControl control) {
			this.run = run;
			this.control = control;
		}

		private EditRun run() {
			return this.run;
		}

		private RunControl control() {
			return this.control;
		}

		private boolean isDone() {
			return this.done;
		}

		private void started(StartedRun begun) {
			this.started = begun;
		}

		/**
		 * Takes note that the transaction is through.
		 */
		private void stored() {
			if (this.started != null && this.started.committed().result().committed()) {
				this.control.written();
				this.control.committed(this.started.committed().result().revision());
			}
		}

		private void finish(Runner runner, List<ProblemException> failures) {
			if (this.started != null) {
				runner.finish(this.started.with(failures));
				this.done = true;
			}
		}

		private void fail(Throwable cause) {
			if (!this.done) {
				this.failure = cause;
				this.done = true;
			}
		}

		private EditResult result() {
			if (this.failure instanceof RuntimeException cause) {
				throw cause;
			}
			if (this.failure instanceof Error cause) {
				throw cause;
			}
			return this.run.result();
		}

	}

}
