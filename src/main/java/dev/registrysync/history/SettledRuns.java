package dev.registrysync.history;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Revision;

/**
 * The runs of a history, told and read while nothing else is recorded in it.
 */
final class SettledRuns implements Runs {

	private final FileRuns runs;

	private final Object lock;

	private final Supplier<Optional<Revision>> tellable;

	/**
	 * Makes them.
	 * @param lock who holds it records
	 * @param tellable the last revision, unless nothing may be told after it yet
	 */
	SettledRuns(FileRuns runs, Object lock, Supplier<Optional<Revision>> tellable) {
		this.runs = runs;
		this.lock = lock;
		this.tellable = tellable;
	}

	@Override
	public void tell(List<RunRecord> ended) {
		synchronized (this.lock) {
			this.runs.tell(ended, this.tellable.get());
		}
	}

	@Override
	public RunPage page(OptionalLong before, int limit) {
		synchronized (this.lock) {
			return this.runs.page(before, limit);
		}
	}

	@Override
	public Optional<JsonObject> find(String syncId) {
		synchronized (this.lock) {
			return this.runs.find(syncId);
		}
	}

	@Override
	public List<JsonObject> untold() {
		synchronized (this.lock) {
			return this.runs.untold();
		}
	}

	@Override
	public Optional<List<JsonObject>> details(String digest, long skip, int limit) {
		return this.runs.details(digest, skip, limit);
	}

}
