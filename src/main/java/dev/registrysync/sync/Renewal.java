package dev.registrysync.sync;

import java.util.Optional;

import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;

/**
 * What came of renewing the identity of an entry.
 */
sealed interface Renewal {

	/**
	 * Has the step do what follows from it.
	 */
	void applyTo(IdentityStep step);

	/**
	 * It has no key that signs, or an address that is not ours.
	 *
	 * @param ref its name
	 */
	record Left(EntryRef ref) implements Renewal {

		@Override
		public void applyTo(IdentityStep step) {
			step.leave(this.ref);
		}

	}

	/**
	 * It has the identity that it is to have.
	 *
	 * @param ref its name
	 * @param content what is attested in it
	 */
	record Same(EntryRef ref, Optional<AttestedContent> content) implements Renewal {

		@Override
		public void applyTo(IdentityStep step) {
			step.keep(this);
		}

	}

	/**
	 * It could not be signed.
	 *
	 * @param ref its name
	 * @param problem why
	 */
	record Failed(EntryRef ref, ProblemException problem) implements Renewal {

		@Override
		public void applyTo(IdentityStep step) {
			step.fail(this.ref, this.problem);
		}

	}

	/**
	 * Its key is revoked, and the entry is to say so.
	 *
	 * @param ref its name
	 * @param entry the entry with the mark of the revocation
	 */
	record Marked(EntryRef ref, ChangedEntry entry) implements Renewal {

		@Override
		public void applyTo(IdentityStep step) {
			step.mark(this);
		}

	}

	/**
	 * It is to have another identity than it has.
	 *
	 * @param ref its name
	 * @param entry the entry with that identity
	 * @param attestationOnly whether nothing of the identity changes but the attestation
	 * @param content what is attested in it
	 * @param key whose address is in it
	 */
	record Made(EntryRef ref, ChangedEntry entry, boolean attestationOnly, Optional<AttestedContent> content,
			CommittedKey key) implements Renewal {

		@Override
		public void applyTo(IdentityStep step) {
			step.make(this);
		}

	}

}
