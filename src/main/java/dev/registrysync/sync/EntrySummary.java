package dev.registrysync.sync;

import java.util.Optional;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.ClaimedIdentity;
import dev.registrysync.reconcile.Standing;
import dev.registrysync.registry.Entry;
import org.jspecify.annotations.Nullable;

/**
 * What every run asks of every entry: little, and the same for as long as the entry's
 * text is.
 *
 * @param standing what matters to the decision about it
 * @param complete whether it has all that an identity has, good or not
 * @param claimed the address that it claims, if it claims one
 */
record EntrySummary(Standing standing, boolean complete, @Nullable Address claimed) {

	static EntrySummary of(Entry entry) {
		ClaimedIdentity claim = ClaimedIdentity.of(entry.members());
		return new EntrySummary(Standing.of(entry, claim), isComplete(entry, claim), claim.findAddress().orElse(null));
	}

	Optional<Address> findClaimed() {
		return Optional.ofNullable(this.claimed);
	}

	private static boolean isComplete(Entry entry, ClaimedIdentity claim) {
		return !(claim instanceof ClaimedIdentity.Placeholder) && entry.members()
			.findObject("identity")
			.filter((identity) -> identity.findText("signature").isPresent()
					&& identity.findObject("attestation").isPresent())
			.isPresent();
	}

}
