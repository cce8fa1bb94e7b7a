package dev.registrysync.sync;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;

/**
 * Stands in front of something that a run works with, and halts the first call of one of
 * its methods, once it is armed, until it is let go.
 */
final class Halt {

	private final CountDownLatch reached = new CountDownLatch(1);

	private final CountDownLatch released = new CountDownLatch(1);

	private volatile boolean armed;

	/**
	 * What halts at the method.
	 * @param type an interface
	 */
	<T> T at(Class<T> type, String method, T target) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, called, arguments) -> {
				if (called.getName().equals(method)) {
					halt();
				}
				try {
					return called.invoke(target, arguments);
				}
				catch (InvocationTargetException ex) {
					throw ex.getCause();
				}
			}));
	}

	void arm() {
		this.armed = true;
	}

	void halt() {
		if (!this.armed) {
			return;
		}
		this.reached.countDown();
		try {
			this.released.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CancellationException("interrupted");
		}
	}

	/**
	 * Waits until the call is there.
	 */
	void awaitCall() throws InterruptedException {
		this.reached.await();
	}

	void release() {
		this.released.countDown();
	}

}
