package dev.registrysync.keys;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.KnownKey;
import org.jspecify.annotations.Nullable;

/**
 * All versions of one owner's key, the oldest first, with the revocations among them. Of
 * several revocations of one key the earliest counts.
 */
final class StoredKeys {

	static final StoredKeys NONE = new StoredKeys(List.of(), Map.of());

	private final List<StoredKey> versions;

	private final Map<Address, Revocation> revocations;

	private final List<KnownKey> known;

	private StoredKeys(List<StoredKey> versions, Map<Address, Revocation> revocations) {
		this.versions = versions;
		this.revocations = revocations;
		this.known = (versions.size() == 1) ? List.of(known(versions.get(0)))
				: versions.stream().map(this::known).toList();
	}

	private KnownKey known(StoredKey key) {
		@Nullable Revocation revocation = this.revocations.get(key.facts().address());
		if (revocation != null) {
			return KnownKey.revoked(key.facts(), revocation.from());
		}
		return (key == this.versions.get(this.versions.size() - 1)) ? KnownKey.active(key.facts())
				: KnownKey.retired(key.facts());
	}

	/**
	 * The same with another version; one that is there already stays as it is.
	 */
	StoredKeys with(StoredKey key) {
		if (this.versions.isEmpty()) {
			return new StoredKeys(List.of(key), this.revocations);
		}
		int version = key.facts().version();
		if (this.versions.stream().anyMatch((one) -> one.facts().version() == version)) {
			return this;
		}
		List<StoredKey> more = Stream.concat(this.versions.stream(), Stream.of(key))
			.sorted(Comparator.comparingInt((one) -> one.facts().version()))
			.toList();
		return new StoredKeys(more, this.revocations);
	}

	StoredKeys with(Revocation revocation) {
		Map<Address, Revocation> more = new HashMap<>(this.revocations);
		more.merge(revocation.key().address(), revocation, Revocation::earlier);
		return new StoredKeys(this.versions, more);
	}

	List<KnownKey> known() {
		return this.known;
	}

	Stream<StoredKey> stream() {
		return this.versions.stream();
	}

	Optional<StoredKey> find(int version) {
		return this.versions.stream().filter((key) -> key.facts().version() == version).findFirst();
	}

}
