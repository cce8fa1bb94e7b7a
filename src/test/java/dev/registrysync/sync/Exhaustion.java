package dev.registrysync.sync;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Stands in front of something that a run works with. Once it is armed, the next call of
 * one of its methods finds no memory left, before or after it has done its work.
 */
final class Exhaustion {

	private boolean armed;

	<T> T before(Class<T> type, String method, T target) {
		return in(type, method, target, this::strike, () -> {
		});
	}

	<T> T after(Class<T> type, String method, T target) {
		return in(type, method, target, () -> {
		}, this::strike);
	}

	/**
	 * Does something before and after each call of a method.
	 * @param type an interface
	 */
	static <T> T in(Class<T> type, String method, T target, Runnable ahead, Runnable behind) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, called, arguments) -> {
				boolean meant = called.getName().equals(method);
				if (meant) {
					ahead.run();
				}
				try {
					Object result = called.invoke(target, arguments);
					if (meant) {
						behind.run();
					}
					return result;
				}
				catch (InvocationTargetException ex) {
					throw ex.getTargetException();
				}
			}));
	}

	void arm() {
		this.armed = true;
	}

	void strike() {
		if (this.armed) {
			this.armed = false;
			throw new OutOfMemoryError("Java heap space");
		}
	}

}
