package dev.registrysync.keys;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.KnownKeys;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;

/**
 * Answers which key an entry uses, by an alias or its own, and why it has none.
 */
final class HeldKeys implements KnownKeys {

	private final KeyStorage storage;

	private final IdentityAliases aliases;

	private volatile Map<EntryRef, KeyFacts> missing = Map.of();

	private volatile String origin = "";

	HeldKeys(KeyStorage storage, IdentityAliases aliases) {
		this.storage = storage;
		this.aliases = aliases;
	}

	@Override
	public List<KnownKey> versions(EntryRef entry) {
		return this.storage.of(keyOwner(entry)).known();
	}

	@Override
	public Optional<EntryRef> ownerOf(Address address) {
		return this.storage.ownerOf(address);
	}

	@Override
	public EntryRef keyOwner(EntryRef entry) {
		return this.aliases.resolve(entry);
	}

	/**
	 * Returns the newest version of the entry's key, revoked or not.
	 * @throws ProblemException {@code KEY_NOT_FOUND} if there is no key,
	 * {@code KEYSTORE_DAMAGED} if it cannot be used, {@code KEYSTORE_INCOMPLETE} if a
	 * newer one was committed
	 */
	KnownKey newest(EntryRef entry) {
		requireUndamaged(keyOwner(entry));
		findMissing(entry).ifPresent((problem) -> {
			throw problem;
		});
		return findNewest(entry)
			.orElseThrow(() -> KeyProblems.notFound(entry, "There is no key of %s.".formatted(entry)));
	}

	/**
	 * Returns a version of the entry's key.
	 * @throws ProblemException as {@link #newest}
	 */
	KnownKey version(EntryRef entry, int version) {
		requireUndamaged(keyOwner(entry));
		return versions(entry).stream()
			.filter((key) -> key.version() == version)
			.findFirst()
			.orElseThrow(() -> KeyProblems.notFound(entry,
					"There is no version %d of the key of %s.".formatted(version, entry)));
	}

	private void requireUndamaged(EntryRef owner) {
		findDamage(owner).ifPresent((problem) -> {
			throw problem;
		});
	}

	private Optional<ProblemException> findDamage(EntryRef owner) {
		return this.storage.of(owner).findDamage().map((reason) -> KeyProblems.damaged(owner, reason));
	}

	List<EntryRef> aliasesOf(EntryRef owner) {
		return this.aliases.of(owner);
	}

	/**
	 * Notes which keys there have to be; without all of them none is made.
	 * @param registry the registry to which the keystore belongs, if it is another one
	 * @return those that are missing, but for those that were accepted as lost
	 */
	List<KeyFacts> expect(Collection<KeyFacts> committed, Optional<String> registry) {
		Map<String, String> owners = this.storage.table().ownersByAddress();
		Set<String> lost = this.storage.table().lost();
		Map<EntryRef, KeyFacts> found = new TreeMap<>();
		committed.stream()
			.filter((key) -> !lost.contains(key.address().toString()) && !isHere(key, owners))
			.filter((key) -> findDamage(keyOwner(key.owner())).isEmpty())
			.forEach((key) -> found.put(key.owner(), key));
		this.missing = found;
		this.origin = registry.map("; it is the keystore of the registry %s"::formatted).orElse("");
		return missing();
	}

	/**
	 * Returns whether a committed key is here: as that of its owner or, if the aliases
	 * were changed since, as that of another one.
	 */
	private boolean isHere(KeyFacts key, Map<String, String> owners) {
		String owner = owners.get(key.address().toString());
		return owner != null && (owner.equals(keyOwner(key.owner()).toString()) || ownerOf(key.address()).isPresent());
	}

	/**
	 * Returns the keys with which entries were committed, and which are not here.
	 */
	List<KeyFacts> missing() {
		return List.copyOf(this.missing.values());
	}

	/**
	 * Names the first of the missing keys, and the registry to which the keystore belongs
	 * if it is another one.
	 */
	String describeMissing() {
		return KeyProblems.describe(missing()) + this.origin;
	}

	/**
	 * Returns why nothing is signed for an entry: the key with which it was committed is
	 * not here, and another one would change its address.
	 */
	Optional<ProblemException> findMissing(EntryRef entry) {
		return Optional.ofNullable(this.missing.get(entry))
			.map((key) -> KeyProblems.incomplete(entry, KeyProblems.describe(List.of(key)) + this.origin, 1));
	}

	/**
	 * Returns why an entry that was committed with a key gets no other one: that key is
	 * not here, and nobody accepted its loss.
	 */
	Optional<ProblemException> findLoss(KeyFacts committed) {
		boolean missing = ownerOf(committed.address()).isEmpty()
				&& !this.storage.table().lost().contains(committed.address().toString());
		return missing ? Optional
			.of(KeyProblems.incomplete(committed.owner(), KeyProblems.describe(List.of(committed)) + this.origin, 1))
				: Optional.empty();
	}

	/**
	 * Returns why an owner without a key cannot get one.
	 */
	Optional<ProblemException> findObstacle(EntryRef owner) {
		return findDamage(owner).or(() -> findShortage(owner));
	}

	/**
	 * Returns why no key at all can be made.
	 * @param entry whose key is wanted
	 */
	Optional<ProblemException> findShortage(EntryRef entry) {
		List<KeyFacts> lacking = missing();
		return lacking.isEmpty() ? Optional.empty()
				: Optional.of(KeyProblems.incomplete(entry, describeMissing(), lacking.size()));
	}

}
