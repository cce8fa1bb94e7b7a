package dev.registrysync.keys;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import dev.registrysync.database.Database;
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

	private final Database database;

	private final KeyStorage storage;

	private final ServiceKey service;

	private final Secp256k1 secp256k1;

	private OfflineKeystore(Database database, KeyStorage storage, ServiceKey service, Secp256k1 secp256k1) {
		this.database = database;
		this.storage = storage;
		this.service = service;
		this.secp256k1 = secp256k1;
	}

	/**
	 * Returns whether there is a file of a keystore in a directory.
	 */
	public static boolean isIn(Path directory) {
		KeystoreFiles files = new KeystoreFiles(directory);
		return Files.exists(files.header()) || Files.exists(files.database());
	}

	/**
	 * Returns whether a keystore was ever made, even if part of it is gone now.
	 */
	public static boolean isIn(Path directory, Database database) {
		return Files.exists(new KeystoreFiles(directory).header()) || new ServiceTable(database).holdsKeys();
	}

	/**
	 * Opens the keystore; empty if none was ever made. Makes none.
	 * @param database where the sealed keys are; closed with the keystore, or if there is
	 * none
	 * @param directory the directory with what opens them
	 * @param passphraseFile the file with the passphrase; null to open with the generated
	 * key that is kept in the directory
	 * @throws ProblemException if it cannot be opened: the codes that begin with
	 * {@code KEYSTORE_}
	 */
	public static Optional<OfflineKeystore> find(Database database, Path directory, @Nullable Path passphraseFile,
			Secp256k1 secp256k1) {
		if (!isIn(directory, database)) {
			database.close();
			return Optional.empty();
		}
		return Optional.of(open(database, directory, passphraseFile, secp256k1, Instant.EPOCH));
	}

	/**
	 * Opens the keystore, or makes it.
	 * @param now the time to write into a new keystore
	 * @throws ProblemException as {@link #find}, and {@code DISK_FULL}
	 */
	public static OfflineKeystore open(Database database, Path directory, @Nullable Path passphraseFile,
			Secp256k1 secp256k1, Instant now) {
		try {
			OpenKeystore keystore = new Keystore(directory, passphraseFile).open(new ServiceTable(database), now);
			return new OfflineKeystore(database, new KeyStorage(database, keystore, secp256k1),
					new ServiceKey(database, keystore, secp256k1, Clock.systemUTC()), secp256k1);
		}
		catch (RuntimeException ex) {
			database.close();
			throw ex;
		}
	}

	/**
	 * Returns the facts of all keys that sign, in the order of their owners.
	 */
	public List<KeyFacts> list() {
		return this.storage.all().flatMap((keys) -> keys.findSigning().stream()).map(StoredKey::facts).toList();
	}

	/**
	 * Who the service itself is; none of the owners.
	 */
	public ServiceIdentity service() {
		return this.service;
	}

	/**
	 * Reads all records and returns those that cannot be used.
	 */
	public List<DamagedKey> damaged() {
		this.storage.all().forEach((keys) -> {
		});
		return this.storage.damaged();
	}

	/**
	 * Says what would come of adopting a key. A key never replaces another one, so an
	 * owner who was given a successor or whose key was revoked cannot get the old one
	 * back.
	 */
	public Adoption judge(KeyFacts key) {
		StoredKeys known = this.storage.of(key.owner());
		return known.findDamage()
			.map(Adoption::refused)
			.or(() -> known.findNewest().map((newest) -> judge(key, newest)))
			.orElseGet(() -> judgeWithoutKey(key));
	}

	private static Adoption judge(KeyFacts key, StoredKey known) {
		Address address = known.facts().address();
		if (!address.equals(key.address())) {
			return Adoption
				.refused("it has another key in the keystore, %s, and a key is never replaced".formatted(address));
		}
		return (known.revocation() != null) ? Adoption.refused("this key was revoked, and that is for good")
				: Adoption.ALREADY_THERE;
	}

	private Adoption judgeWithoutKey(KeyFacts key) {
		if (this.storage.table().findRevocation(key.address()).isPresent()) {
			return Adoption.refused("this key was revoked, for good");
		}
		return this.storage.ownerOf(key.address())
			.map((owner) -> Adoption.refused("the keystore has this key already, as that of " + owner))
			.orElse(Adoption.NEW);
	}

	/**
	 * Keeps keys that were made elsewhere, durably and in one transaction: all of them or
	 * none. The caller closes them.
	 * @throws IllegalArgumentException if one is not {@link Adoption#NEW}, or does not
	 * have the address that stands beside it
	 * @throws ProblemException if they cannot be written
	 */
	public void adopt(Map<KeyFacts, PrivateKey> keys, Instant now) {
		List<StoredKey> sealed = new ArrayList<>(keys.size());
		keys.forEach((facts, key) -> {
			if (!judge(facts).equals(Adoption.NEW) || !this.secp256k1.addressOf(key).equals(facts.address())) {
				throw new IllegalArgumentException("the key of %s cannot be adopted".formatted(facts.owner()));
			}
			sealed.add(this.storage.seal(key, facts, now.truncatedTo(ChronoUnit.SECONDS), true));
		});
		if (!sealed.isEmpty()) {
			this.storage.addFirst(sealed, this.storage.seen());
		}
	}

	/**
	 * Decrypts the owner's key, lends it to a function and zeroes it.
	 * @throws IllegalArgumentException if the owner has no key
	 * @throws ProblemException with {@code KEYSTORE_DAMAGED} if it cannot be used
	 */
	public <T> T lend(EntryRef owner, Function<PrivateKey, T> use) {
		StoredKeys keys = this.storage.of(owner);
		keys.findDamage().ifPresent((reason) -> {
			throw KeystoreFailure.damaged(owner, reason);
		});
		return this.storage.lend(
				keys.findSigning().orElseThrow(() -> new IllegalArgumentException("there is no key of " + owner)), use);
	}

	/**
	 * Reads the keys of many owners at once, so that asking for each of them soon
	 * afterwards is cheap.
	 */
	public void prefetch(Collection<EntryRef> owners) {
		this.storage.prefetch(owners);
	}

	/**
	 * Says why an address cannot be used on behalf of an owner; empty if its key is here,
	 * decrypts and derives that address. The key may be an earlier one of the owner's.
	 */
	public Optional<String> findDefect(EntryRef owner, Address address) {
		StoredKeys keys = this.storage.of(owner);
		if (keys.findDamage().isPresent()) {
			return keys.findDamage();
		}
		Optional<StoredKey> stored = keys.find(address);
		return stored.isPresent() ? findDefect(stored.get()) : Optional.of(whyMissing(keys, address));
	}

	private Optional<String> findDefect(StoredKey stored) {
		try {
			return this.storage.lend(stored, (key) -> Optional.empty());
		}
		catch (ProblemException ex) {
			return Optional.of(ex.detail());
		}
	}

	private String whyMissing(StoredKeys keys, Address address) {
		return this.storage.ownerOf(address)
			.map((owner) -> "the keystore has its key as that of " + owner)
			.or(() -> keys.findNewest()
				.map((other) -> "its key in the keystore is another one, " + other.facts().address()))
			.orElse("its key is not in the keystore");
	}

	/**
	 * Forgets the key that opens the others, and closes the database.
	 */
	@Override
	public void close() {
		this.storage.close();
		this.database.close();
	}

	@Override
	public String toString() {
		return "OfflineKeystore[%s]".formatted(this.service);
	}

}
