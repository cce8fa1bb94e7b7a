package dev.registrysync.coordinator;

import java.util.Optional;

import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RuntimeEntries;

/**
 * What came of asking a source for one kind.
 */
public sealed interface Pull {

	/**
	 * The source answered with a registry.
	 *
	 * @param entries what it listed; the very object of the last answer if nothing
	 * changed
	 * @param digest {@code sha256:} and the hex digest of the answer's bytes
	 * @param etag the answer's entity tag, if it has one for {@code If-Match}
	 * @param notModified whether the answer is the last one again
	 */
	record Answered(RuntimeEntries entries, String digest, Optional<String> etag, boolean notModified) implements Pull {
	}

	/**
	 * The source does not offer the kind.
	 *
	 * @param kind what was asked for
	 */
	record NotOffered(Kind kind) implements Pull {
	}

}
