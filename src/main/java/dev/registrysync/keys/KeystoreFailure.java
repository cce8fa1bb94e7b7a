package dev.registrysync.keys;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.registrysync.identity.KnownKey;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Revision;
import dev.registrysync.volume.FileFailure;

/**
 * Makes the problems of the keystore: each names the file or the entry, none names a
 * secret.
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

	/**
	 * An entry without a key, or without a version of it.
	 */
	static ProblemException notFound(EntryRef entry, String detail) {
		return new ProblemException(ProblemCode.KEY_NOT_FOUND, detail, data(entry));
	}

	static ProblemException damaged(EntryRef owner, String reason) {
		return new ProblemException(ProblemCode.KEYSTORE_DAMAGED,
				"The key of %s cannot be used: %s".formatted(owner, reason), data(owner));
	}

	/**
	 * No key is made and none of an entry signs, as committed ones are missing.
	 * @param missing names them
	 */
	static ProblemException incomplete(EntryRef entry, String missing, int count) {
		return new ProblemException(ProblemCode.KEYSTORE_INCOMPLETE,
				"Nothing is made or signed for %s: the keystore lacks %s.".formatted(entry, missing),
				with(entry, "missing", count));
	}

	static ProblemException revoked(EntryRef entry, KnownKey key) {
		return new ProblemException(ProblemCode.KEY_REVOKED,
				"Version %d of the key of %s was revoked from revision %s on; rotate makes a new version.".formatted(
						key.version(), key.facts().owner(), key.revokedFrom()),
				with(entry, "version", key.version()));
	}

	static ProblemException revokedEarlier(EntryRef entry, KnownKey key, Revision wanted) {
		Revision before = key.findRevokedFrom().orElseThrow();
		return new ProblemException(ProblemCode.REVOKED_EARLIER,
				"Version %d of the key of %s was revoked from revision %s on, which is earlier than %s."
					.formatted(key.version(), key.facts().owner(), before, wanted),
				with(entry, "revoked_from_revision", before.number()));
	}

	private static Map<String, Object> data(EntryRef entry) {
		return Map.of("kind", entry.kind().plural(), "id", entry.id().value());
	}

	private static Map<String, Object> with(EntryRef entry, String name, Object value) {
		Map<String, Object> data = new LinkedHashMap<>(data(entry));
		data.put(name, value);
		return data;
	}

}
