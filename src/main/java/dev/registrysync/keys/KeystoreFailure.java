package dev.registrysync.keys;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.volume.FileFailure;

/**
 * Makes the problems of the keystore: each names the file, none names a secret.
 */
final class KeystoreFailure {

	private KeystoreFailure() {
	}

	static ProblemException damaged(Path file, String what) {
		return of(ProblemCode.KEYSTORE_DAMAGED, file, what);
	}

	static ProblemException missing(Path file, String what) {
		return of(ProblemCode.KEYSTORE_MISSING, file, what);
	}

	/**
	 * A file that others changed while the keystore was open.
	 */
	static ProblemException changed(Path file) {
		return of(ProblemCode.KEYSTORE_CHANGED, file,
				"the file is not as it was read or written last, so nothing is added to it");
	}

	static ProblemException wrongPassphrase(Path file, String what) {
		return of(ProblemCode.KEYSTORE_WRONG_PASSPHRASE, file, what);
	}

	/**
	 * A passphrase file that is missing, empty, too long or open to others.
	 */
	static ProblemException refused(Path file, String what) {
		return of(ProblemCode.KEYSTORE_PASSPHRASE_FILE, file, what);
	}

	/**
	 * A full disk or, for any other reason, a file that cannot be used.
	 * @param done what could not be done, as in "read"
	 */
	static ProblemException inaccessible(Path file, String done, IOException cause) {
		return FileFailure.of(ProblemCode.KEYSTORE_INACCESSIBLE, "The file cannot be " + done, file, cause);
	}

	private static ProblemException of(ProblemCode code, Path file, String what) {
		return new ProblemException(code, "%s: %s".formatted(file, what), Map.of("file", file.toString()));
	}

}
