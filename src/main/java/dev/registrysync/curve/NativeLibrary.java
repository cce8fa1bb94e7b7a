package dev.registrysync.curve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

import fr.acinq.secp256k1.Secp256k1CFunctions;
import org.jspecify.annotations.Nullable;

/**
 * The shared library libsecp256k1 that the jar carries, once a process. It is unpacked
 * into {@code java.io.tmpdir}, loaded and removed again.
 */
final class NativeLibrary {

	private static final String FOLDER = "/fr/acinq/secp256k1/jni/native/";

	private static final int SIGN_AND_VERIFY = Secp256k1CFunctions.SECP256K1_CONTEXT_SIGN
			| Secp256k1CFunctions.SECP256K1_CONTEXT_VERIFY;

	private static boolean loaded;

	private NativeLibrary() {
	}

	/**
	 * A new context, never freed: there are as many as there are implementations.
	 */
	static synchronized long newContext() throws CurveUnavailableException {
		if (!loaded) {
			load(System.getProperty("os.name"), System.getProperty("os.arch"));
			loaded = true;
		}
		return Secp256k1CFunctions.secp256k1_context_create(SIGN_AND_VERIFY);
	}

	private static void load(String system, String processor) throws CurveUnavailableException {
		Path file = unpack(resource(system, processor));
		try {
			System.load(file.toString());
		}
		catch (UnsatisfiedLinkError ex) {
			throw new CurveUnavailableException("the library cannot be loaded: " + ex.getMessage(), ex);
		}
		finally {
			remove(file);
		}
	}

	/**
	 * Where the jar has the build for a platform; names as in the system properties.
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
		if (name.startsWith("windows") && intel) {
			return FOLDER + "mingw-x86_64/secp256k1-jni.dll";
		}
		throw new CurveUnavailableException(
				"there is no build of the library for %s on %s".formatted(system, processor));
	}

	private static Path unpack(String resource) throws CurveUnavailableException {
		try (@Nullable
		InputStream in = Secp256k1CFunctions.class.getResourceAsStream(resource)) {
			if (in == null) {
				throw new CurveUnavailableException("the jar lacks " + resource);
			}
			Path file = Files.createTempFile("registry-sync-", resource.substring(resource.lastIndexOf('/') + 1));
			Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
			return file;
		}
		catch (IOException ex) {
			throw new CurveUnavailableException("the library cannot be unpacked into java.io.tmpdir: " + ex, ex);
		}
	}

	/**
	 * Windows removes no library that is in use; there it goes when the process ends.
	 */
	private static void remove(Path file) {
		if (!file.toFile().delete()) {
			file.toFile().deleteOnExit();
		}
	}

}
