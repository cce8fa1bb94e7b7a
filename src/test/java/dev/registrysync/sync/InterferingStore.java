package dev.registrysync.sync;

import java.util.Optional;

import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.TextStore;
import dev.registrysync.store.RegistryStore;
import dev.registrysync.store.RegistryStore.Recovered;

/**
 * A store to which something happens at the worst moments.
 */
final class InterferingStore implements RegistryStore {

	private final RegistryStore store;

	private final Runnable beforeRead;

	private final Runnable beforeCommit;

	private final Runnable beforePublish;

	private boolean looking;

	/**
	 * Stands in front of a store.
	 * @param beforeRead happens before both files are read
	 * @param beforeCommit happens before a run looks at the files for the last time
	 * @param beforePublish happens before each file is replaced
	 */
	InterferingStore(RegistryStore store, Runnable beforeRead, Runnable beforeCommit, Runnable beforePublish) {
		this.store = store;
		this.beforeRead = beforeRead;
		this.beforeCommit = beforeCommit;
		this.beforePublish = beforePublish;
	}

	@Override
	public Optional<RegistryDocument> find(Kind kind) {
		this.looking = false;
		if (kind == Kind.AGENTS) {
			this.beforeRead.run();
		}
		return this.store.find(kind);
	}

	@Override
	public Optional<ProblemException> findObstacle(Kind kind) {
		return this.store.findObstacle(kind);
	}

	@Override
	public TextStore texts() {
		return this.store.texts();
	}

	@Override
	public boolean isStill(Kind kind, Optional<RegistryDocument> read) {
		if (!this.looking) {
			this.looking = true;
			this.beforeCommit.run();
		}
		return this.store.isStill(kind, read);
	}

	@Override
	public boolean publish(Optional<RegistryDocument> read, RegistryDocument document) {
		this.beforePublish.run();
		return this.store.publish(read, document);
	}

	@Override
	public Recovered recover(Kind kind, Optional<String> replaced, String next) {
		return this.store.recover(kind, replaced, next);
	}

	@Override
	public void forget(Kind kind) {
		this.store.forget(kind);
	}

}
