package dev.registrysync.sync;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.store.DocumentChange;
import dev.registrysync.store.RegistryStore;

/**
 * A store to which something happens at the worst moments.
 */
record InterferingStore(RegistryStore store, Runnable beforePrepare, Runnable beforePublish) implements RegistryStore {

	@Override
	public Optional<RegistryDocument> find(Kind kind) {
		return this.store.find(kind);
	}

	@Override
	public Optional<ProblemException> findObstacle(Kind kind) {
		return this.store.findObstacle(kind);
	}

	@Override
	public void retryUnreplaceable() {
		this.store.retryUnreplaceable();
	}

	@Override
	public PreparedChange prepare(Collection<DocumentChange> changes) {
		this.beforePrepare.run();
		PreparedChange prepared = this.store.prepare(changes);
		return new PreparedChange() {

			@Override
			public boolean isCurrent() {
				return prepared.isCurrent();
			}

			@Override
			public Map<Kind, ProblemException> refused() {
				return prepared.refused();
			}

			@Override
			public Publication publish() {
				InterferingStore.this.beforePublish.run();
				return prepared.publish();
			}

			@Override
			public void discard() {
				prepared.discard();
			}

		};
	}

	@Override
	public boolean recover(Kind kind, Optional<String> before, String after) {
		return this.store.recover(kind, before, after);
	}

	@Override
	public void discard(Kind kind) {
		this.store.discard(kind);
	}

}
