package dev.registrysync.coordinator;

import java.util.List;
import java.util.Optional;

import dev.registrysync.registry.JsonPointer;

/**
 * What came of sending a patch to a source.
 */
public sealed interface PatchOutcome {

	/**
	 * The source took all of it.
	 *
	 * @param etag the entity tag of its map afterwards, if it has one for
	 * {@code If-Match}
	 */
	record Applied(Optional<String> etag) implements PatchOutcome {
	}

	/**
	 * The source's map is not any more what {@code If-Match} names, or what was pulled;
	 * nothing was applied.
	 */
	record Moved() implements PatchOutcome {
	}

	/**
	 * Operators do not own these members over there; nothing was applied.
	 *
	 * @param members where they stand in the patch: each behind the id of its entry
	 */
	record MembersRefused(List<JsonPointer> members) implements PatchOutcome {

		public MembersRefused {
			members = List.copyOf(members);
		}

	}

	/**
	 * The source takes no patches.
	 *
	 * @param status how it says so
	 */
	record NotOffered(int status) implements PatchOutcome {
	}

}
