package dev.registrysync.keys;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.PrivateKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.ServiceIdentity;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import org.jspecify.annotations.Nullable;

/**
 * The keystore as the commands use it while no service runs: takes keys in, and lends
 * them for as long as one function takes. For one thread.
 */
public final class OfflineKeystore implements AutoCloseable {

	private final OpenKeystore keystore;

	private final Secp256k1 secp256k1;

	private final Map<Address, StoredKey> byAddress = new HashMap<>();

	private final ServiceKey service;

	private Keyring keyring = Keyring.EMPTY;

	private OfflineKeystore(KeystoreFiles files, OpenKeystore keystore, Secp256k1 secp256k1) {
		this.keystore = keystore;
		this.secp256k1 = secp256k1;
		this.service = new ServiceKey(files, keystore, secp256k1, Clock.systemUTC());
		add(keystore.records(), false);
		this.keyring = this.keyring.without(keystore.revocations());
	}

	/**
	 * The newest version of the owner's key, whatever became of it.
	 */
	private Optional<StoredKey> newest(EntryRef owner) {
		return this.keyring.of(owner).stream().reduce((older, newer) -> newer);
	}

	private boolean isRevoked(KeyFacts key) {
		return this.keyring.findRevocation(key.address()).isPresent();
	}

	/**
	 * Opens the keystore in a directory; empty if none was ever made there. Makes none.
	 * @param passphraseFile the file with the passphrase; null to open with the generated
	 * key that is kept beside the keys
	 * @throws ProblemException if it cannot be opened: the codes that begin with
	 * {@code KEYSTORE_}
	 */
	public static Optional<OfflineKeystore> find(Path directory, @Nullable Path passphraseFile, Secp256k1 secp256k1) {
		return new Keystore(new KeystoreFiles(directory), passphraseFile).exists()
				? Optional.of(open(directory, passphraseFile, secp256k1, Instant.EPOCH)) : Optional.empty();
	}

	/**
	 * Opens the keystore in a directory, or makes it there.
	 * @param now the time to write into a new keystore
	 * @throws ProblemException as {@link #find}, and {@code DISK_FULL}
	 */
	public static OfflineKeystore open(Path directory, @Nullable Path passphraseFile, Secp256k1 secp256k1,
			Instant now) {
		KeystoreFiles files = new KeystoreFiles(directory);
		return new OfflineKeystore(files, new Keystore(files, passphraseFile).open(now), secp256k1);
	}

	private void add(List<KeyRecord> records, boolean verified) {
		List<StoredKey> keys = records.stream().map((record) -> new StoredKey(record, verified)).toList();
		this.keyring = this.keyring.with(keys);
		keys.forEach((key) -> this.byAddress.putIfAbsent(key.facts().address(), key));
	}

	/**
	 * The facts of all keys that sign, in the order of their owners.
	 */
	public List<KeyFacts> list() {
		return this.keyring.owners()
			.stream()
			.filter((owner) -> findDamage(owner).isEmpty())
			.flatMap((owner) -> newest(owner).stream())
			.map(StoredKey::facts)
			.filter((key) -> !isRevoked(key))
			.toList();
	}

	/**
	 * Who the service itself is; none of the owners.
	 */
	public ServiceIdentity service() {
		return this.service;
	}

	/**
	 * The records that cannot be used.
	 */
	public List<DamagedKey> damaged() {
		return this.keystore.damage().list();
	}

	private Optional<String> findDamage(EntryRef owner) {
		return this.keystore.damage().find(owner);
	}

	/**
	 * What would come of adopting a key. A key never replaces another one, so an owner
	 * who was given a successor or whose key was revoked cannot get the old one back.
	 */
	public Adoption judge(KeyFacts key) {
		Optional<String> damage = findDamage(key.owner());
		if (damage.isPresent()) {
			return Adoption.refused(damage.get());
		}
		return newest(key.owner()).map((known) -> judge(key, known.facts())).orElseGet(() -> judgeWithoutKey(key));
	}

	private Adoption judge(KeyFacts key, KeyFacts known) {
		if (!known.address().equals(key.address())) {
			return Adoption.refused(
					"it has another key in the keystore, %s, and a key is never replaced".formatted(known.address()));
		}
		return isRevoked(known) ? Adoption.refused("this key was revoked, and that is for good")
				: Adoption.ALREADY_THERE;
	}

	private Adoption judgeWithoutKey(KeyFacts key) {
		if (isRevoked(key)) {
			return Adoption.refused("this key was revoked, for good");
		}
		return this.keystore.damage()
			.findObstacle(key.owner())
			.or(() -> this.keyring.ownerOf(key.address())
				.map((owner) -> "the keystore has this key already, as that of " + owner))
			.map(Adoption::refused)
			.orElse(Adoption.NEW);
	}

	/**
	 * Keeps keys that were made elsewhere: all of them durably, with one wait for the
	 * disk, or none. The caller closes them.
	 * @throws IllegalArgumentException if one is not {@link Adoption#NEW}, or does not
	 * have the address that stands beside it
	 * @throws ProblemException if they cannot be written
	 */
	public void adopt(Map<KeyFacts, PrivateKey> keys, Instant now) {
		List<KeyRecord> records = new ArrayList<>(keys.size());
		keys.forEach((facts, key) -> {
			if (!judge(facts).equals(Adoption.NEW) || !this.secp256k1.addressOf(key).equals(facts.address())) {
				throw new IllegalArgumentException("the key of %s cannot be adopted".formatted(facts.owner()));
			}
			records.add(this.keystore.seal(key, facts, now, records.size()));
		});
		if (!records.isEmpty()) {
			this.keystore.append(records);
			add(records, true);
		}
	}

	/**
	 * Decrypts the owner's key, lends it to a function and zeroes it.
	 * @throws IllegalArgumentException if the owner has no key
	 * @throws ProblemException with {@code KEYSTORE_DAMAGED} if it cannot be used
	 */
	public <T> T lend(EntryRef owner, Function<PrivateKey, T> use) {
		StoredKey stored = newest(owner).filter((key) -> !isRevoked(key.facts()))
			.orElseThrow(() -> new IllegalArgumentException("there is no key of " + owner));
		Optional<String> damage = findDamage(owner);
		if (damage.isPresent()) {
			throw KeyProblems.damaged(owner, damage.get());
		}
		try (PrivateKey key = this.keystore.open(stored.record())) {
			if (!stored.isKeyOfItsAddress(key, this.secp256k1)) {
				throw KeyProblems.damaged(owner,
						"its private key does not belong to the address that stands beside it");
			}
			return use.apply(key);
		}
	}

	/**
	 * Why an address cannot be used on behalf of an owner; empty if its key is here,
	 * decrypts and derives that address. The key may be an earlier one of the owner's.
	 */
	public Optional<String> findDefect(EntryRef owner, Address address) {
		StoredKey stored = this.byAddress.get(address);
		if (stored == null) {
			return Optional.of(whyMissing(owner));
		}
		if (!stored.facts().owner().equals(owner)) {
			return Optional.of("the keystore has its key as that of " + stored.facts().owner());
		}
		return findDamage(owner).or(() -> {
			try (PrivateKey key = this.keystore.open(stored.record())) {
				return stored.isKeyOfItsAddress(key, this.secp256k1) ? Optional.empty()
						: Optional.of("its private key does not belong to the address that stands beside it");
			}
		});
	}

	private String whyMissing(EntryRef owner) {
		return this.keystore.damage()
			.findObstacle(owner)
			.or(() -> newest(owner)
				.map((other) -> "its key in the keystore is another one, " + other.facts().address()))
			.orElse("its key is not in the keystore");
	}

	/**
	 * Forgets the key that opens the others.
	 */
	@Override
	public void close() {
		this.keystore.close();
	}

	@Override
	public String toString() {
		return "OfflineKeystore[%d keys]".formatted(this.keyring.size());
	}

}
