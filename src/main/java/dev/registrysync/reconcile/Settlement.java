package dev.registrysync.reconcile;

import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonPointer;

/**
 * What a person decided about a conflict that waits. It counts for one run.
 *
 * @param ref the entry
 * @param member where the member is in the entry
 * @param winner whose value is right: the runtime's or the persistent one
 */
public record Settlement(EntryRef ref, JsonPointer member, ConflictPolicy winner) {

	public Settlement {
		if (winner == ConflictPolicy.MANUAL) {
			throw new IllegalArgumentException("a settlement names a winner");
		}
	}

	boolean isAbout(EntryRef entry, JsonPointer pointer) {
		return this.ref.equals(entry) && this.member.equals(pointer);
	}

	/**
	 * Whether it is about the conflict.
	 */
	public boolean isAbout(Conflict conflict) {
		return isAbout(conflict.ref(), conflict.member());
	}

}
