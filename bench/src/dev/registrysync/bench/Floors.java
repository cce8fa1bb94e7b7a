package dev.registrysync.bench;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What the hardware and the libraries take for the same work and nothing else, in CPU
 * seconds.
 */
final class Floors {

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private final Path directory;

	private final Path raw;

	private final Path library;

	/**
	 * Compiles the raw loop, and unpacks the shared library that the service loads.
	 */
	Floors(Path directory) throws IOException, InterruptedException {
		this.directory = directory;
		this.raw = CSource.compile("raw", directory, "-ldl", "-lpthread");
		this.library = directory.resolve("libsecp256k1-jni.so");
		String folder = System.getProperty("os.arch").equals("aarch64") ? "linux-aarch64" : "linux-x86_64";
		try (InputStream in = Floors.class
			.getResourceAsStream("/fr/acinq/secp256k1/jni/native/" + folder + "/libsecp256k1-jni.so")) {
			Files.copy(in, this.library, StandardCopyOption.REPLACE_EXISTING);
		}
	}

	/**
	 * Raw libsecp256k1, on all cores.
	 */
	Raw crypto(int count) throws IOException, InterruptedException {
		List<Double> seconds = CommandLine.run(this.raw.toString(), this.library.toString(), Integer.toString(count))
			.lines()
			.map(Double::valueOf)
			.toList();
		return new Raw(seconds.get(0), seconds.get(1), seconds.get(2));
	}

	/**
	 * Reads a file and hashes it, and the bytes that came from elsewhere.
	 */
	double hash(byte[] answer, Path file) throws IOException {
		return compiled(() -> {
			digest(answer);
			digest(Files.readAllBytes(file));
		});
	}

	private static void digest(byte[] bytes) {
		try {
			MessageDigest.getInstance("SHA-256").digest(bytes);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Goes through the tokens of the answer and of the file, and replaces the file.
	 */
	double parseAndReplace(byte[] answer, Path file) throws IOException {
		return compiled(() -> parseAndReplaceOnce(answer, file));
	}

	private void parseAndReplaceOnce(byte[] answer, Path file) throws IOException {
		tokens(answer);
		byte[] bytes = Files.readAllBytes(file);
		tokens(bytes);
		Path next = this.directory.resolve("next");
		try (FileChannel channel = FileChannel.open(next, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			channel.write(ByteBuffer.wrap(bytes));
			channel.force(true);
		}
		Files.move(next, this.directory.resolve("replaced"), StandardCopyOption.ATOMIC_MOVE);
	}

	private static void tokens(byte[] bytes) {
		try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), bytes)) {
			while (parser.nextToken() != null) {
				// on
			}
		}
	}

	/**
	 * The median of some times, the first of which are left out, as their code is not yet
	 * compiled.
	 */
	private static double compiled(Work work) throws IOException {
		double[] seconds = new double[9];
		for (int i = 0; i < seconds.length; i++) {
			long start = THREADS.getCurrentThreadCpuTime();
			work.run();
			seconds[i] = (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
		}
		return Spread.of(Arrays.stream(seconds).skip(4)).median();
	}

	/**
	 * CPU seconds of raw libsecp256k1 for N entries.
	 *
	 * @param keys N keys
	 * @param signatures 2N signatures
	 * @param recoveries 2N recoveries
	 */
	record Raw(double keys, double signatures, double recoveries) {

		double cold() {
			return this.keys + this.signatures;
		}

	}

	/**
	 * What is timed.
	 */
	@FunctionalInterface
	private interface Work {

		void run() throws IOException;

	}

}
