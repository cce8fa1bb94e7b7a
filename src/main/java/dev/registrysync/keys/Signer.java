package dev.registrysync.keys;

import java.util.Optional;
import java.util.regex.Pattern;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.KnownKeys;
import dev.registrysync.identity.Verdict;
import dev.registrysync.problem.InvalidRequestException;
import dev.registrysync.registry.EntryRef;

/**
 * Who is said to have signed a text.
 */
sealed interface Signer {

	/**
	 * Whether it was this one.
	 * @param recovered the address whose key made the signature; empty if none could have
	 */
	Verdict verdict(Optional<Address> recovered, KnownKeys keys);

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
		public Verdict verdict(Optional<Address> recovered, KnownKeys keys) {
			Optional<Address> address = Address.find(this.text);
			if (address.isEmpty()) {
				return Verdict.MALFORMED;
			}
			if (!recovered.equals(address)) {
				return Verdict.WRONG_KEY;
			}
			boolean revoked = address.flatMap(keys::ownerOf)
				.flatMap((owner) -> keys.find(owner, address.get()))
				.filter(KnownKey::isRevoked)
				.isPresent();
			return revoked ? Verdict.REVOKED : Verdict.VALID;
		}

	}

	/**
	 * An entry, by the key that signs for it now: a retired one proves nothing any more.
	 *
	 * @param entry the entry
	 */
	record Named(EntryRef entry) implements Signer {

		@Override
		public Verdict verdict(Optional<Address> recovered, KnownKeys keys) {
			Optional<KnownKey> newest = keys.findNewest(this.entry);
			if (newest.isEmpty()) {
				return Verdict.UNKNOWN_KEY;
			}
			Optional<KnownKey> signer = recovered.flatMap((address) -> keys.find(this.entry, address));
			if (signer.filter(KnownKey::isRevoked).isPresent()) {
				return Verdict.REVOKED;
			}
			return signer.equals(newest) ? Verdict.VALID : Verdict.WRONG_KEY;
		}

	}

}
