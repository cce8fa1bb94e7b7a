package dev.registrysync.history;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.registrysync.history.Commit.DocumentDigests;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;

/**
 * A revision whose documents can be had.
 *
 * @param revision which
 * @param at when it was committed
 * @param changed the documents that it changed
 * @param decision the run that decided it; empty if that is not known
 */
record KeptRevision(Revision revision, Instant at, Map<Kind, DocumentDigests> changed, Optional<Decision> decision) {

	KeptRevision {
		changed = Map.copyOf(changed);
	}

	/**
	 * The digests of the documents that it made, and of those that it replaced: others
	 * may have written them.
	 */
	Stream<String> digests() {
		return this.changed.values()
			.stream()
			.flatMap((digests) -> Stream.concat(digests.before().stream(), Stream.of(digests.after())));
	}

}
