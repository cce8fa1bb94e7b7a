package dev.registrysync.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How the service is started. What was measured in one mode stands in a section of its
 * own.
 *
 * @param java the feature version of the JVM, which also runs the benchmark
 * @param options that go to the service's JVM
 * @param pureJava whether BouncyCastle signs and checks, as it does before Java 22 and
 * without a native library
 */
record Mode(int java, List<String> options, boolean pureJava) {

	/** The version from which on the service can call libsecp256k1. */
	private static final int FOREIGN_FUNCTIONS = 22;

	Mode {
		options = List.copyOf(options);
	}

	/**
	 * What the system properties {@code bench.options} and {@code bench.curve} ask for.
	 */
	static Mode asked() {
		String curve = System.getProperty("bench.curve", "");
		if (!List.of("", "native", "java").contains(curve)) {
			throw new IllegalArgumentException("BENCH_CURVE is native or java, not " + curve);
		}
		int java = Runtime.version().feature();
		return new Mode(java,
				Stream.of(System.getProperty("bench.options", "").split(" "))
					.filter((option) -> !option.isEmpty())
					.toList(),
				curve.equals("java") || java < FOREIGN_FUNCTIONS);
	}

	/**
	 * The same with more options for the JVM.
	 */
	Mode with(String... more) {
		List<String> all = new ArrayList<>(this.options);
		all.addAll(List.of(more));
		return new Mode(this.java, all, this.pureJava);
	}

	/**
	 * Whether the JVM makes such caches in one step (JEP 514).
	 */
	boolean hasAotCache() {
		return this.java >= 25;
	}

	/**
	 * For example {@code Java 25, -XX:+UseSerialGC, pure-Java curve}.
	 */
	String name() {
		return "Java " + this.java + (this.options.isEmpty() ? "" : ", " + String.join(" ", this.options))
				+ (this.pureJava ? ", pure-Java curve" : "");
	}

	/**
	 * The value of {@code registry-sync.crypto.library}: never {@code auto}, which could
	 * turn out to be the other one.
	 */
	String library() {
		return this.pureJava ? "java" : "native";
	}

}
