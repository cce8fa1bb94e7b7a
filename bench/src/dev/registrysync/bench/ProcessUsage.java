package dev.registrysync.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process takes, as Linux tells it.
 */
final class ProcessUsage {

	/** Threads of the JVM that compile. */
	private static final Pattern COMPILER = Pattern.compile("^\\d+ \\(C[12] ");

	/** Those that collect garbage; the serial collector works in the VM thread. */
	private static final Pattern COLLECTOR = Pattern.compile("^\\d+ \\((GC Thread|G1 |VM Thread)");

	private static final double TICKS_A_SECOND = 100;

	private final Path proc;

	ProcessUsage(long pid) {
		this.proc = Path.of("/proc", Long.toString(pid));
	}

	/**
	 * The CPU time that its threads took up to now.
	 */
	CpuTime cpu() throws IOException {
		double compiling = 0;
		double collecting = 0;
		File[] threads = this.proc.resolve("task").toFile().listFiles();
		for (File thread : (threads != null) ? threads : new File[0]) {
			String stat = read(thread.toPath().resolve("stat"));
			if (COMPILER.matcher(stat).find()) {
				compiling += seconds(stat);
			}
			else if (COLLECTOR.matcher(stat).find()) {
				collecting += seconds(stat);
			}
		}
		return new CpuTime(seconds(read(this.proc.resolve("stat"))), compiling, collecting);
	}

	/**
	 * Empty if the thread has ended meanwhile.
	 */
	private static String read(Path stat) throws IOException {
		try {
			return Files.readString(stat);
		}
		catch (NoSuchFileException ex) {
			return "";
		}
	}

	private static double seconds(String stat) {
		if (stat.isEmpty()) {
			return 0;
		}
		String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
		return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
	}

	/**
	 * The most memory that it had up to now, in MB.
	 */
	double peakMemory() throws IOException {
		return status("VmHWM") / 1024.0;
	}

	/**
	 * The memory that it has now, in MB.
	 */
	double memory() throws IOException {
		return status("VmRSS") / 1024.0;
	}

	int threads() throws IOException {
		return (int) status("Threads");
	}

	private long status(String name) throws IOException {
		Matcher line = Pattern.compile(name + ":\\s+(\\d+)").matcher(Files.readString(this.proc.resolve("status")));
		return line.find() ? Long.parseLong(line.group(1)) : 0;
	}

	int openFiles() throws IOException {
		try (Stream<Path> files = Files.list(this.proc.resolve("fd"))) {
			return (int) files.count();
		}
	}

}
