package dev.registrysync.keys;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.KnownKeys;
import dev.registrysync.identity.PrivateKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;

/**
 * An open keystore and what is in it at this moment. Readers never wait; one thread at a
 * time writes.
 */
final class HeldKeys implements KnownKeys, AutoCloseable {

	private final OpenKeystore keystore;

	private final Secp256k1 secp256k1;

	private final IdentityAliases aliases;

	private final ReentrantLock writes = new ReentrantLock();

	private volatile Keyring keyring;

	private final AtomicLong changes = new AtomicLong();

	private volatile Map<EntryRef, KeyFacts> missing = Map.of();

	HeldKeys(OpenKeystore keystore, Secp256k1 secp256k1, IdentityAliases aliases) {
		this.keystore = keystore;
		this.secp256k1 = secp256k1;
		this.aliases = aliases;
		this.keyring = Keyring.EMPTY.with(keystore.records().stream().map((key) -> new StoredKey(key, false)).toList())
			.without(keystore.revocations());
	}

	@Override
	public List<KnownKey> versions(EntryRef entry) {
		return versionsOf(keyOwner(entry));
	}

	private List<KnownKey> versionsOf(EntryRef owner) {
		return damage().find(owner).isPresent() ? List.of() : this.keyring.of(owner).known();
	}

	@Override
	public Optional<EntryRef> ownerOf(Address address) {
		return this.keyring.ownerOf(address);
	}

	@Override
	public EntryRef keyOwner(EntryRef entry) {
		return this.aliases.resolve(entry);
	}

	/**
	 * The newest version of the entry's key, revoked or not.
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
	 * A version of the entry's key.
	 * @throws dev.registrysync.problem.ProblemException as {@link #newest}
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
		damage().find(owner).ifPresent((reason) -> {
			throw KeyProblems.damaged(owner, reason);
		});
	}

	List<EntryRef> aliasesOf(EntryRef owner) {
		return this.aliases.of(owner);
	}

	Keyring keyring() {
		return this.keyring;
	}

	long changes() {
		return this.changes.get();
	}

	/**
	 * Notes which keys there have to be; without all of them none is made.
	 * @param lost the addresses whose keys need not be here any more
	 * @return those that are missing
	 */
	List<KeyFacts> expect(Collection<KeyFacts> committed, Set<Address> lost) {
		Map<EntryRef, KeyFacts> found = new TreeMap<>();
		committed.stream()
			.filter((key) -> ownerOf(key.address()).isEmpty() && !lost.contains(key.address()))
			.filter((key) -> damage().findObstacle(keyOwner(key.owner())).isEmpty())
			.forEach((key) -> found.put(key.owner(), key));
		this.missing = found;
		return missing();
	}

	/**
	 * The keys with which entries were committed, and which are not here.
	 */
	List<KeyFacts> missing() {
		return List.copyOf(this.missing.values());
	}

	/**
	 * Why nothing is signed for an entry: the key with which it was committed is not
	 * here, and another one would change its address.
	 */
	Optional<ProblemException> findMissing(EntryRef entry) {
		return Optional.ofNullable(this.missing.get(entry)).map((key) -> KeyProblems.incomplete(entry, List.of(key)));
	}

	/**
	 * Why an owner without a key cannot get one.
	 */
	Optional<ProblemException> findObstacle(EntryRef owner) {
		Optional<ProblemException> damaged = damage().findObstacle(owner)
			.map((reason) -> KeyProblems.damaged(owner, reason));
		return damaged.or(() -> findShortage(owner));
	}

	/**
	 * Why no key at all can be made.
	 * @param entry whose key is wanted
	 */
	Optional<ProblemException> findShortage(EntryRef entry) {
		List<KeyFacts> lacking = missing();
		return lacking.isEmpty() ? Optional.empty() : Optional.of(KeyProblems.incomplete(entry, lacking));
	}

	DamagedKeys damage() {
		return this.keystore.damage();
	}

	WrappingMode mode() {
		return this.keystore.mode();
	}

	/**
	 * Does something while no other thread writes.
	 */
	<T> T writing(Supplier<T> work) {
		this.writes.lock();
		try {
			return work.get();
		}
		finally {
			this.writes.unlock();
		}
	}

	/**
	 * What others changed in the keystore's files; empty also while another thread
	 * writes, which looks itself.
	 */
	Optional<ProblemException> findChange() {
		if (!this.writes.tryLock()) {
			return Optional.empty();
		}
		try {
			this.keystore.requireUnchanged();
			return Optional.empty();
		}
		catch (ProblemException ex) {
			return Optional.of(ex);
		}
		finally {
			this.writes.unlock();
		}
	}

	/**
	 * Encrypts a key as the next but {@code ahead} record.
	 */
	KeyRecord seal(PrivateKey key, KeyFacts facts, Instant now, int ahead) {
		return this.keystore.seal(key, facts, now, ahead);
	}

	/**
	 * Adds keys that were just made; they are on the disk when this returns.
	 */
	void add(List<KeyRecord> made) {
		this.keystore.append(made);
		change(this.keyring.with(made.stream().map((key) -> new StoredKey(key, true)).toList()));
	}

	private void change(Keyring changed) {
		this.keyring = changed;
		this.changes.incrementAndGet();
	}

	/**
	 * Adds revocations; they are on the disk when this returns.
	 */
	void add(Collection<Revocation> revocations) {
		for (Revocation revocation : revocations) {
			this.keystore.append(revocation);
			change(this.keyring.without(List.of(revocation)));
		}
	}

	/**
	 * Decrypts a key, lends it to a function and zeroes it.
	 * @throws dev.registrysync.problem.ProblemException {@code KEYSTORE_DAMAGED} if it is
	 * not the key of the address that stands beside it
	 */
	<T> T lend(KeyFacts facts, Function<PrivateKey, T> use) {
		StoredKey stored = this.keyring.of(facts.owner()).find(facts.version()).orElseThrow();
		try (PrivateKey key = this.keystore.open(stored.record())) {
			if (!stored.isKeyOfItsAddress(key, this.secp256k1)) {
				throw KeyProblems.damaged(facts.owner(),
						"its private key does not belong to the address that stands beside it");
			}
			return use.apply(key);
		}
	}

	@Override
	public void close() {
		this.keystore.close();
	}

}
