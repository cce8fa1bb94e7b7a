package dev.registrysync.keys;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the problems of the keystore: each names the file, none names a secret.
 */
final class KeystoreFailure {

	private KeystoreFailure() {
	}

	static ProblemException damaged(Path file, String what) {
		return of(ProblemCode.KEYSTORE_DAMAGED, file, what, null);
	}

	static ProblemException missing(Path file, String what) {
		return of(ProblemCode.KEYSTORE_MISSING, file, what, null);
	}

	static ProblemException wrongPassphrase(Path file, String what) {
		return of(ProblemCode.KEYSTORE_WRONG_PASSPHRASE, file, what, null);
	}

	/**
	 * A passphrase file that is missing, empty, too long or open to others.
	 */
	static ProblemException refused(Path file, String what) {
		return of(ProblemCode.KEYSTORE_PASSPHRASE_FILE, file, what, null);
	}

	/**
	 * A full disk or, for any other reason, a file that cannot be used.
	 * @param doing what was tried, as in "read"
	 */
	static ProblemException inaccessible(Path file, String doing, IOException cause) {
		ProblemCode code = isDiskFull(cause) ? ProblemCode.DISK_FULL : ProblemCode.KEYSTORE_INACCESSIBLE;
		return of(code, file, "cannot %s it: %s".formatted(doing, reason(cause)), cause);
	}

	private static ProblemException of(ProblemCode code, Path file, String what, @Nullable Throwable cause) {
		return new ProblemException(code, "%s: %s".formatted(file, what), Map.of("path", file.toString()), cause);
	}

	private static String reason(IOException cause) {
		String reason = (cause instanceof FileSystemException failure) ? failure.getReason() : cause.getMessage();
		return (reason != null) ? reason : cause.getClass().getSimpleName();
	}

	private static boolean isDiskFull(IOException cause) {
		String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
		return message.contains("no space left") || message.contains("quota exceeded")
				|| message.contains("not enough space");
	}

}
