package dev.registrysync.sync;

import java.util.Optional;

import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.store.RegistryStore;

/**
 * A store to which something happens at the worst moments: before a run looks at the
 * files for the last time, or before they are replaced.
 */
record InterferingStore(RegistryStore store, Runnable beforeCommit, Runnable beforePublish) implements RegistryStore {

	@Override
	public Optional<RegistryDocument> find(Kind kind) {
		return this.store.find(kind);
	}

	@Override
	public Optional<ProblemException> findObstacle(Kind kind) {
		return this.store.findObstacle(kind);
	}

	@Override
	public boolean isStill(Kind kind, Optional<RegistryDocument> read) {
		this.beforeCommit.run();
		return this.store.isStill(kind, read);
	}

	@Override
	public boolean publish(Optional<RegistryDocument> read, RegistryDocument document) {
		this.beforePublish.run();
		return this.store.publish(read, document);
	}

	@Override
	public boolean recover(Kind kind, Optional<String> replaced, String next) {
		return this.store.recover(kind, replaced, next);
	}

}
