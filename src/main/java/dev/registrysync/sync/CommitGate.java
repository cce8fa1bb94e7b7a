package dev.registrysync.sync;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Lets readers see the documents and the history of one revision, and never one of them
 * ahead of the other.
 */
final class CommitGate {

	private final ReadWriteLock lock = new ReentrantReadWriteLock();

	<T> T reading(Supplier<T> reader) {
		this.lock.readLock().lock();
		try {
			return reader.get();
		}
		finally {
			this.lock.readLock().unlock();
		}
	}

	/**
	 * Changes the history while nobody reads. A reader has the texts of bases that this
	 * replaces still to read.
	 */
	void publishing(Runnable change) {
		publishing(() -> {
			change.run();
			return this;
		});
	}

	<T> T publishing(Supplier<T> publication) {
		this.lock.writeLock().lock();
		try {
			return publication.get();
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

}
