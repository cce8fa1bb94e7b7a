package dev.registrysync.bench;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
	 * Hashes the answer, and reads and hashes the file.
	 */
	double hash(byte[] answer, Path file) throws IOException {
		return compiled(() -> {
			sha256().digest(answer);
			copy(file, OutputStream.nullOutputStream());
		});
	}

	/**
	 * Goes through the tokens of the answer, hashes each of its entries, copies and hashes
	 * the file, and puts the copy in another's place.
	 */
	double change(byte[] answer, Path file) throws IOException {
		Path next = this.directory.resolve("next");
		return compiled(() -> {
			entries(answer);
			try (FileOutputStream out = new FileOutputStream(next.toFile())) {
				copy(file, out);
				out.getFD().sync();
			}
			Files.move(next, this.directory.resolve("replaced"), StandardCopyOption.ATOMIC_MOVE);
		});
	}

	private static void copy(Path file, OutputStream out) throws IOException {
		try (InputStream in = Files.newInputStream(file)) {
			MessageDigest digest = sha256();
			byte[] buffer = new byte[1 << 16];
			for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
				digest.update(buffer, 0, read);
				out.write(buffer, 0, read);
			}
			digest.digest();
		}
	}

	private static void entries(byte[] answer) {
		MessageDigest digest = sha256();
		try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), answer)) {
			parser.nextToken();
			while (parser.nextName() != null) {
				parser.nextToken();
				int start = (int) parser.currentTokenLocation().getByteOffset();
				parser.skipChildren();
				digest.update(answer, start, (int) parser.currentLocation().getByteOffset() - start);
				digest.digest();
			}
		}
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
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

		/**
		 * Of the keys and the signatures.
		 */
		double signing() {
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
