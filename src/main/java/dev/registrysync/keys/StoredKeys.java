package dev.registrysync.keys;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.registrysync.identity.KnownKey;
import org.jspecify.annotations.Nullable;

/**
 * All versions of one owner's key, the oldest first; none if one of them is damaged.
 */
final class StoredKeys {

	static final StoredKeys NONE = new StoredKeys(List.of(), null);

	private final List<StoredKey> versions;

	private final @Nullable String damage;

	private final List<KnownKey> known;

	private StoredKeys(List<StoredKey> versions, @Nullable String damage) {
		this.versions = List.copyOf(versions);
		this.damage = damage;
		this.known = versions.stream().map(this::known).toList();
	}

	static StoredKeys of(List<StoredKey> versions) {
		return versions.isEmpty() ? NONE : new StoredKeys(versions, null);
	}

	/**
	 * Stands for keys that cannot be used.
	 * @param reason why, as part of a sentence
	 */
	static StoredKeys damaged(String reason) {
		return new StoredKeys(List.of(), reason);
	}

	private KnownKey known(StoredKey key) {
		return key.findRevocation()
			.map((revocation) -> KnownKey.revoked(key.facts(), revocation.from()))
			.orElseGet(() -> (key == this.versions.get(this.versions.size() - 1)) ? KnownKey.active(key.facts())
					: KnownKey.retired(key.facts()));
	}

	/**
	 * Returns the same with a newer version.
	 */
	StoredKeys with(StoredKey next) {
		return of(Stream.concat(this.versions.stream(), Stream.of(next)).toList());
	}

	/**
	 * Returns whether there is no version at all, not even a damaged one.
	 */
	boolean isEmpty() {
		return this.versions.isEmpty() && this.damage == null;
	}

	/**
	 * Returns why the keys cannot be used.
	 */
	Optional<String> findDamage() {
		return Optional.ofNullable(this.damage);
	}

	List<KnownKey> known() {
		return this.known;
	}

	Stream<StoredKey> stream() {
		return this.versions.stream();
	}

	Optional<StoredKey> findNewest() {
		return this.versions.isEmpty() ? Optional.empty() : Optional.of(this.versions.get(this.versions.size() - 1));
	}

	Optional<StoredKey> find(int version) {
		return this.versions.stream().filter((key) -> key.facts().version() == version).findFirst();
	}

}
