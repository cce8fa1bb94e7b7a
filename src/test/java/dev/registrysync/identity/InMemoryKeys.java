package dev.registrysync.identity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Revision;

/**
 * Known keys by hand.
 */
final class InMemoryKeys implements KnownKeys {

	private final Map<EntryRef, List<KnownKey>> keys = new HashMap<>();

	private final Map<Address, EntryRef> owners = new HashMap<>();

	private final Map<EntryRef, EntryRef> aliases = new HashMap<>();

	/**
	 * Adds the owner's newest version; the others are retired, unless they are revoked.
	 */
	void add(KeyFacts key) {
		List<KnownKey> versions = this.keys.computeIfAbsent(key.owner(), (owner) -> new ArrayList<>());
		versions.removeIf((known) -> known.version() == key.version());
		versions.replaceAll((known) -> known.isRevoked() ? known : KnownKey.retired(known.facts()));
		versions.add(KnownKey.active(key));
		this.owners.put(key.address(), key.owner());
	}

	void revoke(KeyFacts key, Revision from) {
		this.keys.get(key.owner())
			.replaceAll((known) -> known.facts().equals(key) ? KnownKey.revoked(key, from) : known);
	}

	void alias(EntryRef entry, EntryRef owner) {
		this.aliases.put(entry, owner);
	}

	@Override
	public List<KnownKey> versions(EntryRef entry) {
		return this.keys.getOrDefault(keyOwner(entry), List.of());
	}

	@Override
	public Optional<EntryRef> ownerOf(Address address) {
		return Optional.ofNullable(this.owners.get(address));
	}

	@Override
	public EntryRef keyOwner(EntryRef entry) {
		return this.aliases.getOrDefault(entry, entry);
	}

}
