package dev.registrysync.curve;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * Finds functions of the loaded shared libraries by the foreign function API of Java 22.
 * The API is called by reflection, as the service is compiled for Java 17. Arrays are
 * passed without a copy outside the heap, so no function may take long or keep a pointer.
 */
final class ForeignFunctions {

	private static final String PACKAGE = "java.lang.foreign.";

	private final Class<?> segmentType = Class.forName(PACKAGE + "MemorySegment");

	private final Class<?> layoutType = Class.forName(PACKAGE + "MemoryLayout");

	private final Class<?> optionType = Class.forName(PACKAGE + "Linker$Option");

	private final Object linker = Class.forName(PACKAGE + "Linker").getMethod("nativeLinker").invoke(null);

	private final Object symbols = Class.forName(PACKAGE + "SymbolLookup").getMethod("loaderLookup").invoke(null);

	ForeignFunctions() throws ReflectiveOperationException {
	}

	/**
	 * Finds a function.
	 * @param name its name in C
	 * @param type an interface with one method, {@code call}, that has its parameters and
	 * its result: {@code int}, {@code long} for a pointer or a size, and arrays
	 * @throws ReflectiveOperationException if there is no such function
	 */
	<T> T find(String name, Class<T> type) throws ReflectiveOperationException {
		Optional<?> symbol = (Optional<?>) Class.forName(PACKAGE + "SymbolLookup")
			.getMethod("find", String.class)
			.invoke(this.symbols, name);
		if (symbol.isEmpty()) {
			throw new NoSuchMethodException(name);
		}
		Method call = type.getMethods()[0];
		Class<?>[] parameters = call.getParameterTypes();
		MethodHandle function = link(symbol.get(), call.getReturnType(), parameters);
		for (int i = 0; i < parameters.length; i++) {
			if (parameters[i].isArray()) {
				function = MethodHandles.filterArguments(function, i, segmentOf(parameters[i]));
			}
		}
		return MethodHandleProxies.asInterfaceInstance(type, function);
	}

	private MethodHandle link(Object symbol, Class<?> result, Class<?>[] parameters)
			throws ReflectiveOperationException {
		Object arguments = Array.newInstance(this.layoutType, parameters.length);
		for (int i = 0; i < parameters.length; i++) {
			Array.set(arguments, i, layout(parameters[i]));
		}
		Class<?> descriptor = Class.forName(PACKAGE + "FunctionDescriptor");
		Object signature = descriptor.getMethod("of", this.layoutType, arguments.getClass())
			.invoke(null, layout(result), arguments);
		Object options = Array.newInstance(this.optionType, 1);
		Array.set(options, 0, this.optionType.getMethod("critical", boolean.class).invoke(null, true));
		return (MethodHandle) Class.forName(PACKAGE + "Linker")
			.getMethod("downcallHandle", this.segmentType, descriptor, options.getClass())
			.invoke(this.linker, symbol, signature, options);
	}

	private Object layout(Class<?> type) throws ReflectiveOperationException {
		String name = type.isArray() ? "ADDRESS" : (type == int.class) ? "JAVA_INT" : "JAVA_LONG";
		return Class.forName(PACKAGE + "ValueLayout").getField(name).get(null);
	}

	private MethodHandle segmentOf(Class<?> array) throws ReflectiveOperationException {
		return MethodHandles.lookup()
			.findStatic(this.segmentType, "ofArray", MethodType.methodType(this.segmentType, array));
	}

}
