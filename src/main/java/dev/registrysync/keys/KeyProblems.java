package dev.registrysync.keys;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Revision;

/**
 * Makes the problems of one key: each names the entry.
 */
final class KeyProblems {

	private KeyProblems() {
	}

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

	/**
	 * Names the first of the missing keys.
	 */
	static String describe(List<KeyFacts> missing) {
		KeyFacts first = missing.get(0);
		String others = (missing.size() > 1)
				? " and %d more with which entries were committed".formatted(missing.size() - 1)
				: ", with which the entry was committed";
		return "the key %s of %s%s".formatted(first.address(), first.owner(), others);
	}

	static ProblemException revoked(EntryRef entry, KnownKey key) {
		String reason = reason(key);
		return new ProblemException(ProblemCode.KEY_REVOKED,
				Character.toUpperCase(reason.charAt(0)) + reason.substring(1) + ".",
				with(entry, "version", key.version()));
	}

	/**
	 * Why a revoked key is of no use.
	 */
	static String reason(KnownKey key) {
		return "version %d of the key of %s was revoked from revision %s on; rotate makes a new version"
			.formatted(key.version(), key.facts().owner(), key.revokedFrom());
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
