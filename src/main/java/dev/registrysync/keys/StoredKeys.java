package dev.registrysync.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.KnownKey;
import org.jspecify.annotations.Nullable;

/**
 * All versions of one owner's key, the oldest first; none if one of them is damaged.
 *
 * @param versions the versions, authenticated
 * @param known what each of them may be used for
 * @param damage why the keys cannot be used, as part of a sentence; null if they can
 */
record StoredKeys(List<StoredKey> versions, List<KnownKey> known, @Nullable String damage) {

	static final StoredKeys NONE = new StoredKeys(List.of(), List.of(), null);

	static StoredKeys of(List<StoredKey> versions) {
		List<KnownKey> known = new ArrayList<>(versions.size());
		for (StoredKey key : versions) {
			known.add(key.known(known.size() == versions.size() - 1));
		}
		return new StoredKeys(List.copyOf(versions), List.copyOf(known), null);
	}

	static StoredKeys damaged(String reason) {
		return new StoredKeys(List.of(), List.of(), reason);
	}

	/**
	 * Returns the same with a newer version.
	 */
	StoredKeys with(StoredKey next) {
		List<StoredKey> all = new ArrayList<>(this.versions);
		all.add(next);
		return of(all);
	}

	/**
	 * Returns whether there is no version at all, not even a damaged one.
	 */
	boolean isEmpty() {
		return this.versions.isEmpty() && this.damage == null;
	}

	Optional<String> findDamage() {
		return Optional.ofNullable(this.damage);
	}

	Optional<StoredKey> findNewest() {
		return this.versions.isEmpty() ? Optional.empty() : Optional.of(this.versions.get(this.versions.size() - 1));
	}

	/**
	 * Finds the newest version, unless it is revoked.
	 */
	Optional<StoredKey> findSigning() {
		return findNewest().filter((key) -> key.revocation() == null);
	}

	Optional<StoredKey> find(Address address) {
		return this.versions.stream().filter((key) -> key.facts().address().equals(address)).findFirst();
	}

}
