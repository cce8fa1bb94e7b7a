package dev.registrysync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the benchmark runs on.
 */
final class Machine {

	private static final double KIB_A_GIB = 1 << 20;

	private Machine() {
	}

	/**
	 * A sentence with all that the numbers depend on.
	 */
	static String line() throws IOException {
		return "On %d cores (%s, %s), %.0f GiB of memory, Linux %s, JVM %s (%s).".formatted(
				Runtime.getRuntime().availableProcessors(), System.getProperty("os.arch"),
				find("/proc/cpuinfo", "model name\\s*: (.*)"),
				Double.parseDouble(find("/proc/meminfo", "MemTotal:\\s*(\\d+)")) / KIB_A_GIB,
				System.getProperty("os.version"), Runtime.version(), System.getProperty("java.vendor"));
	}

	/**
	 * "0" where the file does not say, as cpuinfo on ARM.
	 */
	private static String find(String file, String pattern) throws IOException {
		Matcher line = Pattern.compile(pattern).matcher(Files.readString(Path.of(file)));
		return line.find() ? line.group(1) : "0";
	}

}
