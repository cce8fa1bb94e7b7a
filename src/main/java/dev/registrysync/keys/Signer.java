package dev.registrysync.keys;

import java.util.Optional;
import java.util.regex.Pattern;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.KnownKeys;
import dev.registrysync.problem.InvalidRequestException;
import dev.registrysync.registry.EntryRef;

/**
 * Who is said to have signed a text.
 */
sealed interface Signer {

	/**
	 * Says whether it was this one.
	 * @param recovered the address whose key made the signature; empty if none could have
	 * @param mismatch says why it was not
	 */
	Verification verify(Optional<Address> recovered, KnownKeys keys, Mismatch mismatch);

	/**
	 * An address, ours or not.
	 *
	 * @param text 40 hex digits; with a wrong checksum nothing can be said of it
	 */
	record Addressed(String text) implements Signer {

		private static final Pattern FORM = Pattern.compile("(?:0x)?[0-9a-fA-F]{40}");

		public Addressed {
			if (!FORM.matcher(text).matches()) {
				throw new InvalidRequestException("address", "must be 40 hex digits, with or without 0x");
			}
		}

		@Override
		public Verification verify(Optional<Address> recovered, KnownKeys keys, Mismatch mismatch) {
			Optional<Address> address = Address.find(this.text);
			if (address.isEmpty()) {
				return Verification.malformed("The checksum of the address is wrong (EIP-55).");
			}
			Optional<EntryRef> owner = address.flatMap(keys::ownerOf);
			if (!recovered.equals(address)) {
				return mismatch.explain(recovered, owner);
			}
			boolean revoked = owner.flatMap((entry) -> keys.find(entry, address.get()))
				.filter(KnownKey::isRevoked)
				.isPresent();
			return revoked ? Verification.REVOKED : Verification.VALID;
		}

	}

	/**
	 * An entry, by the key that signs for it now: a retired one proves nothing any more.
	 *
	 * @param entry the entry
	 */
	record Named(EntryRef entry) implements Signer {

		@Override
		public Verification verify(Optional<Address> recovered, KnownKeys keys, Mismatch mismatch) {
			Optional<KnownKey> newest = keys.findNewest(this.entry);
			if (newest.isEmpty()) {
				return Verification.noKey(this.entry);
			}
			Optional<KnownKey> signer = recovered.flatMap((address) -> keys.find(this.entry, address));
			if (signer.filter(KnownKey::isRevoked).isPresent()) {
				return Verification.REVOKED;
			}
			return signer.equals(newest) ? Verification.VALID : mismatch.explain(recovered, Optional.of(this.entry));
		}

	}

}
