package dev.registrysync.curve;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * Functions of the loaded shared libraries by the foreign function API, which is there
 * from Java 22 on. It is asked for by reflection, as all is compiled for Java 17. Arrays
 * go to the functions as they are, without a copy outside the heap; so no function may
 * take long, or keep a pointer.
 */
final class ForeignFunctions {

	private static final String PACKAGE = "java.lang.foreign.";

	private final Class<?> segmentType;

	private final Class<?> layoutType;

	private final Class<?> optionType;

	private final Object linker;

	private final Object symbols;

	ForeignFunctions() throws ReflectiveOperationException {
		this.segmentType = Class.forName(PACKAGE + "MemorySegment");
		this.layoutType = Class.forName(PACKAGE + "MemoryLayout");
		this.optionType = Class.forName(PACKAGE + "Linker$Option");
		this.linker = Class.forName(PACKAGE + "Linker").getMethod("nativeLinker").invoke(null);
		this.symbols = Class.forName(PACKAGE + "SymbolLookup").getMethod("loaderLookup").invoke(null);
	}

	/**
	 * Finds a function that returns an {@code int}.
	 * @param name its name in C
	 * @param type an interface with one method, {@code call}, that has its parameters:
	 * {@code int}, {@code long} for a pointer or a size, and arrays
	 * @throws ReflectiveOperationException if there is no such function, or no API
	 */
	<T> T find(String name, Class<T> type) throws ReflectiveOperationException {
		Optional<?> symbol = (Optional<?>) Class.forName(PACKAGE + "SymbolLookup")
			.getMethod("find", String.class)
			.invoke(this.symbols, name);
		if (symbol.isEmpty()) {
			throw new NoSuchMethodException(name);
		}
		Class<?>[] parameters = parameters(type);
		MethodHandle function = link(symbol.get(), parameters);
		for (int i = 0; i < parameters.length; i++) {
			if (parameters[i].isArray()) {
				function = MethodHandles.filterArguments(function, i, segmentOf(parameters[i]));
			}
		}
		return MethodHandleProxies.asInterfaceInstance(type, function);
	}

	private static Class<?>[] parameters(Class<?> type) throws NoSuchMethodException {
		for (Method method : type.getMethods()) {
			if (method.getName().equals("call")) {
				return method.getParameterTypes();
			}
		}
		throw new NoSuchMethodException(type.getName());
	}

	private MethodHandle link(Object symbol, Class<?>[] parameters) throws ReflectiveOperationException {
		Object arguments = Array.newInstance(this.layoutType, parameters.length);
		for (int i = 0; i < parameters.length; i++) {
			Array.set(arguments, i, layout(parameters[i]));
		}
		Class<?> descriptor = Class.forName(PACKAGE + "FunctionDescriptor");
		Object signature = descriptor.getMethod("of", this.layoutType, arguments.getClass())
			.invoke(null, layout(int.class), arguments);
		Object options = Array.newInstance(this.optionType, 1);
		Array.set(options, 0, this.optionType.getMethod("critical", boolean.class).invoke(null, true));
		return (MethodHandle) Class.forName(PACKAGE + "Linker")
			.getMethod("downcallHandle", this.segmentType, descriptor, options.getClass())
			.invoke(this.linker, symbol, signature, options);
	}

	private Object layout(Class<?> parameter) throws ReflectiveOperationException {
		String name = parameter.isArray() ? "ADDRESS" : (parameter == int.class) ? "JAVA_INT" : "JAVA_LONG";
		return Class.forName(PACKAGE + "ValueLayout").getField(name).get(null);
	}

	private MethodHandle segmentOf(Class<?> array) throws ReflectiveOperationException {
		return MethodHandles.lookup()
			.findStatic(this.segmentType, "ofArray", MethodType.methodType(this.segmentType, array));
	}

}
