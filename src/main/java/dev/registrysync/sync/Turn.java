package dev.registrysync.sync;

import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one run at a time has, in the order of arrival. A run that is stopped waits no
 * longer for it.
 */
final class Turn {

	private final ReentrantLock lock = new ReentrantLock(true);

	/**
	 * Waits for it; {@link #pass} must follow.
	 * @throws dev.registrysync.problem.ProblemException if the run was stopped; then it
	 * has no turn
	 */
	void take(RunControl control) {
		control.waiting(this::take);
	}

	/**
	 * Waits for it; {@link #pass} must follow.
	 */
	ReentrantLock take() {
		try {
			this.lock.lockInterruptibly();
			return this.lock;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			CancellationException interrupted = new CancellationException("interrupted before its turn");
			interrupted.initCause(ex);
			throw interrupted;
		}
	}

	/**
	 * Lets the next one have it.
	 */
	void pass() {
		this.lock.unlock();
	}

}
