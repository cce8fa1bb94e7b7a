package dev.registrysync.sync;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;

import dev.registrysync.history.History;
import dev.registrysync.history.Publications;
import dev.registrysync.history.Runs;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of a history, and ends the process before or behind one of its writes.
 */
final class HaltingHistory {

	private static final Set<String> WRITES = Set.of("commit", "record", "note", "begin", "end");

	private final History target;

	private int left;

	/**
	 * Prepares it.
	 * @param left after how many halves of writes the process ends; each write has two
	 */
	HaltingHistory(History target, int left) {
		this.target = target;
		this.left = left;
	}

	History history() {
		return halting(History.class, this.target);
	}

	private <T> T halting(Class<T> type, T real) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> call(real, method, arguments)));
	}

	private Object call(Object real, Method method, Object @Nullable [] arguments) throws Throwable {
		boolean writes = WRITES.contains(method.getName());
		if (writes || this.left < 0) {
			step();
		}
		Object result;
		try {
			result = method.invoke(real, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
		if (writes) {
			step();
		}
		if (result instanceof Publications publications) {
			return halting(Publications.class, publications);
		}
		return (result instanceof Runs runs) ? halting(Runs.class, runs) : result;
	}

	private void step() {
		this.left--;
		if (this.left < 0) {
			throw new Halted();
		}
	}

	/**
	 * Does it, until it is through or the process ends.
	 * @return whether it came through
	 */
	boolean run(Runnable work) {
		try {
			work.run();
			return true;
		}
		catch (Halted ex) {
			return false;
		}
	}

	private static final class Halted extends Error {

		private static final long serialVersionUID = 1L;

	}

}
