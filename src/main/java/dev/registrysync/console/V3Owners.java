package dev.registrysync.console;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.registry.EntryRef;

/**
 * Tells whose key a Web3 Secret Storage file holds.
 */
final class V3Owners {

	private static final int FIRST_VERSION = 1;

	private final Optional<EntryRef> named;

	private final KeyImport.Context context;

	/**
	 * Makes it.
	 * @param named the owner that the operator names; then there is one file
	 */
	V3Owners(Optional<EntryRef> named, KeyImport.Context context) {
		this.named = named;
		this.context = context;
	}

	boolean isNamed() {
		return this.named.isPresent();
	}

	/**
	 * The facts of a file's key; empty if it is nobody's that is known.
	 */
	Optional<KeyFacts> find(Optional<ExportNote> note, Address address) {
		int version = note.map(ExportNote::version).orElse(FIRST_VERSION);
		return owner(note, address).map((owner) -> new KeyFacts(owner, version, address));
	}

	private Optional<EntryRef> owner(Optional<ExportNote> note, Address address) {
		Optional<EntryRef> noted = note.map(ExportNote::owner);
		if (this.named.isPresent()) {
			if (noted.isPresent() && !noted.equals(this.named)) {
				throw new MalformedSecretException(
						"the file says it is the key of %s, and --id says %s".formatted(noted.get(), this.named.get()));
			}
			return this.named;
		}
		Wanted wanted = this.context.wanted();
		return noted.or(() -> claimant(address)).filter((owner) -> !wanted.listed() || wanted.known().contains(owner));
	}

	private Optional<EntryRef> claimant(Address address) {
		Set<EntryRef> claimants = this.context.registered().claimants(address);
		if (claimants.size() > 1) {
			throw new MalformedSecretException("more than one entry claims its address %s: %s".formatted(address,
					claimants.stream().map(EntryRef::toString).collect(Collectors.joining(", "))));
		}
		return claimants.stream().findFirst();
	}

}
