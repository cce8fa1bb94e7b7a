package dev.registrysync.sync;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/**
 * Notes the calls of interfaces on their way to what answers them.
 */
class Calls {

	private final List<String> made = new ArrayList<>();

	<T> T on(Class<T> type, T target) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, arguments) -> {
				this.made.add(type.getSimpleName() + "." + method.getName());
				try {
					return method.invoke(target, arguments);
				}
				catch (InvocationTargetException ex) {
					throw ex.getTargetException();
				}
			}));
	}

	/**
	 * The calls of what is done, by interface and method.
	 */
	List<String> during(Runnable work) {
		int before = this.made.size();
		work.run();
		return List.copyOf(this.made.subList(before, this.made.size()));
	}

}
