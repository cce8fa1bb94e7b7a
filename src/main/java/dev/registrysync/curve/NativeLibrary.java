package dev.registrysync.curve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Loads the shared library libsecp256k1 from the jar, once per process. The file is
 * unpacked into {@code java.io.tmpdir}, loaded and removed.
 */
final class NativeLibrary {

	private static final String FOLDER = "/fr/acinq/secp256k1/jni/native/";

	private static boolean loaded;

	private NativeLibrary() {
	}

	/**
	 * Loads the library unless it is loaded.
	 */
	static synchronized void load() throws CurveUnavailableException {
		if (!loaded) {
			load(unpack(resource(System.getProperty("os.name"), System.getProperty("os.arch"))));
			loaded = true;
		}
	}

	private static void load(Path file) throws CurveUnavailableException {
		try {
			System.load(file.toString());
		}
		catch (UnsatisfiedLinkError | IllegalCallerException ex) {
			throw new CurveUnavailableException("it cannot be loaded: " + ex.getMessage(), ex);
		}
		finally {
			file.toFile().delete();
		}
	}

	/**
	 * Returns where the jar has the build for a platform. The build for Windows exports
	 * no C functions, so it is not in the jar.
	 * @param system as in the system property {@code os.name}
	 * @param processor as in the system property {@code os.arch}
	 */
	static String resource(String system, String processor) throws CurveUnavailableException {
		String name = system.toLowerCase(Locale.ROOT);
		boolean arm = processor.equals("aarch64");
		boolean intel = processor.equals("amd64") || processor.equals("x86_64");
		if (name.startsWith("linux") && (arm || intel)) {
			return FOLDER + (arm ? "linux-aarch64" : "linux-x86_64") + "/libsecp256k1-jni.so";
		}
		if (name.startsWith("mac") && (arm || intel)) {
			return FOLDER + "darwin/libsecp256k1-jni.dylib";
		}
		throw new CurveUnavailableException("there is no build of it for %s on %s".formatted(system, processor));
	}

	private static Path unpack(String resource) throws CurveUnavailableException {
		try (@Nullable
		InputStream in = NativeLibrary.class.getResourceAsStream(resource)) {
			if (in == null) {
				throw new CurveUnavailableException("the jar lacks " + resource);
			}
			Path file = Files.createTempFile("registry-sync-", resource.substring(resource.lastIndexOf('/') + 1));
			Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
			return file;
		}
		catch (IOException ex) {
			throw new CurveUnavailableException("it cannot be unpacked into java.io.tmpdir: " + ex, ex);
		}
	}

}
