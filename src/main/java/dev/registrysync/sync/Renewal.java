package dev.registrysync.sync;

import java.util.Optional;

import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;

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
	 * The identity that it is to have; it may be the one that it has.
	 *
	 * @param entry the entry as it was
	 * @param existing the identity that it has
	 * @param identity the identity that it is to have
	 * @param content what is attested in it
	 * @param key whose address is in it
	 */
	record Made(Entry entry, JsonObject existing, JsonObject identity, Optional<AttestedContent> content,
			CommittedKey key) implements Renewal {

		@Override
		public void applyTo(IdentityStep step) {
			step.make(this);
		}

	}

}
