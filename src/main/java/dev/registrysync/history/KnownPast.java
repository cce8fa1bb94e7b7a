package dev.registrysync.history;

import java.util.List;
import java.util.Map;

import dev.registrysync.registry.Kind;

/**
 * The revisions that are kept.
 *
 * @param before the digests of the documents as they were before the oldest of them; none
 * if nothing was before it
 * @param revisions the oldest first
 */
record KnownPast(Map<Kind, String> before, List<KeptRevision> revisions) {

	KnownPast {
		before = Map.copyOf(before);
		revisions = List.copyOf(revisions);
	}

}
