package dev.registrysync.keys;

import java.nio.file.Path;
import java.time.Clock;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.registrysync.curve.Cores;
import dev.registrysync.database.Database;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.AttestationProof;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.KnownKeys;
import dev.registrysync.identity.PersonalMessage;
import dev.registrysync.identity.RevocationMarks;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.ServiceIdentity;
import dev.registrysync.identity.Signature;
import dev.registrysync.identity.Succession;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Revision;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes, keeps and uses the keys of agents and tools; a private key never leaves it. Safe
 * for use by several threads of one process.
 */
public class KeyService implements KnownKeys, AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(KeyService.class);

	private final Secp256k1 secp256k1;

	private final Clock clock;

	private final IdentityAliases aliases;

	private final WrappingMode mode;

	private final KeyStorage storage;

	private final MissingKeys missing;

	private final ServiceTable registry;

	private final ServiceKey service;

	private final KeyMaking making;

	private final Thread verification = new Thread(this::verify, "keystore-verification");

	private volatile boolean closed;

	/**
	 * Opens the keystore, or makes it.
	 * @param database where the sealed keys are
	 * @param keystoreDirectory the directory with what opens them
	 * @param passphraseFile the file with the passphrase; null to open with a generated
	 * key that is kept in the directory
	 * @param aliases which entries use the key of another
	 * @throws ProblemException if it cannot be opened: the codes that begin with
	 * {@code KEYSTORE_}, and {@code DISK_FULL}
	 */
	public KeyService(Database database, Path keystoreDirectory, @Nullable Path passphraseFile, Secp256k1 secp256k1,
			Clock clock, IdentityAliases aliases) {
		this.registry = new ServiceTable(database);
		OpenKeystore keystore = new Keystore(keystoreDirectory, passphraseFile).open(this.registry, clock.instant());
		this.mode = keystore.mode();
		this.secp256k1 = secp256k1;
		this.clock = clock;
		this.aliases = aliases;
		this.storage = new KeyStorage(database, keystore, secp256k1);
		this.missing = new MissingKeys(this.storage, aliases);
		this.service = new ServiceKey(database, keystore, secp256k1, clock);
		this.making = new KeyMaking(this.storage, aliases, this.missing, secp256k1, clock);
	}

	/**
	 * Begins to read all records in a thread of its own, so that damaged ones are known
	 * before they are used.
	 */
	void startVerification() {
		this.verification.setDaemon(true);
		this.verification.start();
	}

	/**
	 * Returns the thread that reads all records.
	 */
	Thread verification() {
		return this.verification;
	}

	private void verify() {
		try {
			boolean all = this.storage.all().allMatch((keys) -> !this.closed);
			log.debug(all ? "All records of the keystore are read" : "The service stops");
		}
		catch (ProblemException ex) {
			log.warn("The records of the keystore cannot be read: {}", ex.detail());
		}
	}

	@Override
	public List<KnownKey> versions(EntryRef entry) {
		return keys(entry).known();
	}

	private StoredKeys keys(EntryRef entry) {
		return this.storage.of(keyOwner(entry));
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
	 * Who the service itself is.
	 */
	public ServiceIdentity service() {
		return this.service;
	}

	/**
	 * What attestations of a registry prove by themselves.
	 */
	public AttestationProof proofs(UUID registryId) {
		return new AttestationProof(this.secp256k1, registryId, this);
	}

	/**
	 * The marks of revoked keys in the entries of a registry.
	 */
	public RevocationMarks marks(UUID registryId) {
		return new RevocationMarks(this.secp256k1, registryId, this.service);
	}

	/**
	 * The entries that use the same key as this one, itself included.
	 */
	public List<EntryRef> sharers(EntryRef entry) {
		EntryRef owner = keyOwner(entry);
		List<EntryRef> sharers = new ArrayList<>(this.aliases.of(owner));
		sharers.add(owner);
		return sharers;
	}

	/**
	 * Does the same for each entry, several at a time, with the keys of as many as are
	 * read at once in memory.
	 * @param work safe for use by several threads
	 * @return the results in the order of the entries
	 */
	public <T> List<T> map(List<EntryRef> entries, Function<EntryRef, T> work) {
		List<T> results = new ArrayList<>(entries.size());
		KeyStorage.paged(entries, KeyStorage.PAGE, (page) -> {
			this.storage.prefetch(page.stream().map(this::keyOwner).toList());
			results.addAll(Cores.map(page, work));
		});
		return results;
	}

	/**
	 * Returns those of some entries that have a key which signs, in their order.
	 */
	public Set<EntryRef> findSigning(Collection<EntryRef> entries) {
		Set<EntryRef> signing = new LinkedHashSet<>();
		KeyStorage.paged(List.copyOf(entries), KeyStorage.PAGE, (page) -> {
			this.storage.prefetch(page.stream().map(this::keyOwner).toList());
			page.stream().filter((entry) -> keys(entry).findSigning().isPresent()).forEach(signing::add);
		});
		return signing;
	}

	/**
	 * Returns the facts of the newest key of each owner, in the order of the owners.
	 */
	public List<KeyFacts> list() {
		return this.storage.all().flatMap((keys) -> keys.findNewest().stream()).map(StoredKey::facts).toList();
	}

	/**
	 * Returns whether there is no key.
	 */
	public boolean isEmpty() {
		return this.storage.table().isEmpty();
	}

	/**
	 * Returns how many keys there are.
	 */
	KeyTable.Counts count() {
		return this.storage.count();
	}

	/**
	 * Returns all versions of all keys, in the order of their owners, the oldest first.
	 * They are read page by page while someone iterates over them.
	 */
	Collection<KeyView> allVersions() {
		return new AbstractCollection<>() {

			@Override
			public Iterator<KeyView> iterator() {
				return KeyService.this.storage.all().flatMap(KeyService.this::views).iterator();
			}

			@Override
			public int size() {
				KeyTable.Counts counts = count();
				return Math.toIntExact(counts.active() + counts.retired() + counts.revoked());
			}

		};
	}

	private Stream<KeyView> views(StoredKeys keys) {
		return IntStream.range(0, keys.known().size())
			.mapToObj((i) -> KeyView.of(keys.known().get(i), keys.versions().get(i).createdAt(),
					this.aliases.of(keys.versions().get(i).owner())));
	}

	/**
	 * Returns how many transactions have written keys: the same number means the same
	 * keys.
	 */
	public long changes() {
		return this.storage.changes();
	}

	/**
	 * Returns the records that were read so far and cannot be used.
	 */
	public List<DamagedKey> damaged() {
		return this.storage.damaged();
	}

	/**
	 * Notes with which keys entries were committed. While one of them is missing no key
	 * is made, as an older keystore is likely, and restoring the right one would lose the
	 * new keys. A keystore that lacks none belongs to the registry from now on.
	 * @return those that are missing, but for what {@link #acceptLost} was told
	 */
	public List<KeyFacts> expect(UUID registryId, Collection<KeyFacts> committed) {
		Optional<String> known = this.registry.findRegistry().filter((id) -> !id.equals(registryId.toString()));
		known.ifPresent(
				(id) -> log.warn("The keystore is that of the registry {}; this registry is {}", id, registryId));
		this.missing.expect(committed, known);
		if (!missing().isEmpty()) {
			log.warn("The keystore lacks {}. No key is made until it is restored", describeMissing());
		}
		else if (known.isPresent() || this.registry.findRegistry().isEmpty()) {
			this.registry.setRegistry(registryId.toString());
		}
		return missing();
	}

	/**
	 * Declares keys lost for good, durably: new ones may be made without them.
	 */
	public void acceptLost(Collection<KeyFacts> keys) {
		this.storage.table().addLost(keys);
	}

	/**
	 * The keys with which entries were committed, and which are not here.
	 */
	public List<KeyFacts> missing() {
		return this.missing.all();
	}

	/**
	 * Names the keys that are missing.
	 */
	String describeMissing() {
		return this.missing.describe();
	}

	@Override
	public boolean canMakeKey(EntryRef entry) {
		return missing().isEmpty() && keys(entry).damage() == null;
	}

	/**
	 * Why nothing is signed for an entry whose key is missing: another key would change
	 * its address.
	 */
	public Optional<ProblemException> findMissing(EntryRef entry) {
		return this.missing.find(entry);
	}

	/**
	 * Finds the keys of entries for which a key could be made, but that were committed
	 * with one that is gone: a new key would change the address.
	 * @return why the entries of those keys get no other one
	 */
	public Map<EntryRef, ProblemException> findLosses(Collection<KeyFacts> committed) {
		Map<EntryRef, ProblemException> losses = new LinkedHashMap<>();
		if (missing().isEmpty()) {
			this.missing.lacking(committed).forEach((key) -> losses.put(key.owner(), this.missing.problem(key)));
		}
		return losses;
	}

	/**
	 * Finds what others changed in the keystore's files since they were opened; looked
	 * for before each new key too.
	 */
	Optional<ProblemException> findChange() {
		try {
			this.storage.requireUnchanged();
			return Optional.empty();
		}
		catch (ProblemException ex) {
			return Optional.of(ex);
		}
	}

	WrappingMode mode() {
		return this.mode;
	}

	/**
	 * Says what {@link #ensure} would do, and makes nothing.
	 */
	public KeyBatch preview(Collection<EntryRef> entries) {
		return this.making.preview(entries);
	}

	/**
	 * Gets the keys of all entries, and makes those that are not there yet. When it
	 * returns they are on the disk; it waits for the disk once, however many they are. A
	 * revoked key is not replaced: {@link #rotate} does that.
	 * @throws ProblemException if they cannot be written; then none was made
	 */
	public KeyBatch ensure(Collection<EntryRef> entries) {
		return ensure(entries, () -> {
		});
	}

	/**
	 * The same.
	 * @param beforeEach hears of each key before it is made; if it throws, none was made
	 */
	public KeyBatch ensure(Collection<EntryRef> entries, Runnable beforeEach) {
		return this.making.ensure(entries, beforeEach);
	}

	/**
	 * Makes a new version of the entry's key; it is on the disk when this returns, and
	 * the version before signs nothing any more but its succession.
	 * @throws ProblemException {@code KEY_NOT_FOUND} if there is no key,
	 * {@code KEYSTORE_DAMAGED} if it cannot be used, or what prevents writing; then none
	 * was made
	 */
	public KeyRotation rotate(EntryRef entry) {
		raise(this.missing.findShortage(entry));
		newest(entry);
		return this.making.rotate(keyOwner(entry));
	}

	/**
	 * Returns the key as {@link #revoke} would leave it, and changes nothing.
	 * @throws ProblemException as {@link #revoke}, but for what prevents writing
	 */
	public KnownKey previewRevocation(EntryRef entry, @Nullable Integer version, Revision from) {
		return KnownKey.revoked(revocable(entry, version, from).facts(), from);
	}

	private KnownKey revocable(EntryRef entry, @Nullable Integer version, Revision from) {
		KnownKey key = (version != null) ? version(entry, version) : newest(entry);
		if (key.findRevokedFrom().filter((before) -> from.number() > before.number()).isPresent()) {
			throw KeystoreFailure.revokedEarlier(entry, key, from);
		}
		return key;
	}

	/**
	 * Revokes a version of the entry's key for good. Doing it again changes nothing,
	 * unless it names an earlier revision.
	 * @param version which; null means the newest
	 * @param from the last revision whose attestations by it count
	 * @param reason why; may be empty
	 * @return the key as it is now
	 * @throws ProblemException {@code KEY_NOT_FOUND}, {@code KEYSTORE_DAMAGED},
	 * {@code REVOKED_EARLIER} if it was revoked from an earlier revision on, or what
	 * prevents writing; then nothing has changed
	 */
	public KnownKey revoke(EntryRef entry, @Nullable Integer version, Revision from, String reason) {
		KnownKey key = revocable(entry, version, from);
		if (!from.equals(key.revokedFrom())) {
			this.storage.revoke(List.of(new Revocation(key.facts(), from, this.clock.instant(), reason)));
			log.info("Revoked version {} of the key of {} from revision {} on", key.version(), key.facts().owner(),
					from);
		}
		return revocable(entry, key.version(), from);
	}

	/**
	 * The revocations that are in force, also of keys that are not here.
	 */
	public List<KnownKey> revoked() {
		return this.storage.table()
			.revocations()
			.stream()
			.map((revocation) -> KnownKey.revoked(revocation.key(), revocation.from()))
			.toList();
	}

	/**
	 * Why the key was revoked; empty if nobody said so.
	 */
	public String reasonOf(KnownKey revoked) {
		return this.storage.table().findRevocation(revoked.address()).map(Revocation::reason).orElse("");
	}

	/**
	 * Revokes what was revoked before and is not any more, as happens with an older
	 * keystore. A key that is not here cannot come back then.
	 * @param reason why, in the records
	 * @return those that were not in force
	 */
	public List<KnownKey> enforce(Collection<KnownKey> revoked, String reason) {
		List<KnownKey> lost = revoked.stream().filter((key) -> !isInForce(key)).toList();
		if (!lost.isEmpty()) {
			this.storage.revoke(lost.stream()
				.map((key) -> new Revocation(key.facts(), key.findRevokedFrom().orElseThrow(), this.clock.instant(),
						reason))
				.toList());
		}
		return lost;
	}

	private boolean isInForce(KnownKey key) {
		long from = key.findRevokedFrom().orElseThrow().number();
		return this.storage.table()
			.findRevocation(key.address())
			.filter((revocation) -> revocation.from().number() <= from)
			.isPresent();
	}

	/**
	 * Signs texts as personal messages (EIP-191) with the key that signs for the entry,
	 * in their order.
	 * @throws dev.registrysync.identity.UnsignableContentException if a text cannot be
	 * signed; then none is
	 * @throws ProblemException {@code KEY_NOT_FOUND}, {@code KEY_REVOKED}, or
	 * {@code KEYSTORE_DAMAGED} if the owner's record is damaged
	 */
	public List<Signature> sign(EntryRef entry, List<String> texts) {
		return sign(signing(entry), texts);
	}

	/**
	 * Returns the key with which {@link #sign(EntryRef, List)} signs.
	 */
	KeyFacts signing(EntryRef entry) {
		KnownKey key = newest(entry);
		if (key.isRevoked()) {
			throw KeystoreFailure.revoked(entry, key);
		}
		return key.facts();
	}

	/**
	 * Signs texts with one version of a key, whatever its state.
	 */
	List<Signature> sign(KeyFacts key, List<String> texts) {
		List<byte[]> hashes = texts.stream().map(PersonalMessage::hash).toList();
		StoredKey stored = this.storage.of(key.owner()).find(key.address()).orElseThrow();
		return this.storage.lend(stored,
				(secret) -> hashes.stream().map((hash) -> this.secp256k1.sign(hash, secret)).toList());
	}

	/**
	 * The one text that a retired key still signs: who its successor is. Empty if either
	 * of the two is not a version of the entry's key, or the older one is revoked.
	 */
	public Optional<Signature> signSuccession(UUID registryId, EntryRef entry, KeyFacts from, KeyFacts to) {
		boolean succeeds = to.version() > from.version() && find(entry).equals(Optional.of(to))
				&& find(entry, from.address()).filter((key) -> !key.isRevoked()).isPresent();
		return succeeds ? Optional.of(sign(from, List.of(Succession.text(registryId, entry, from, to))).get(0))
				: Optional.empty();
	}

	/**
	 * Returns the newest version of the entry's key, revoked or not.
	 * @throws ProblemException {@code KEY_NOT_FOUND} if there is no key,
	 * {@code KEYSTORE_DAMAGED} if it cannot be used, {@code KEYSTORE_INCOMPLETE} if a
	 * newer one was committed
	 */
	private KnownKey newest(EntryRef entry) {
		requireUndamaged(entry);
		raise(findMissing(entry));
		return findNewest(entry)
			.orElseThrow(() -> KeystoreFailure.notFound(entry, "There is no key of %s.".formatted(entry)));
	}

	private KnownKey version(EntryRef entry, int version) {
		requireUndamaged(entry);
		return versions(entry).stream()
			.filter((key) -> key.version() == version)
			.findFirst()
			.orElseThrow(() -> KeystoreFailure.notFound(entry,
					"There is no version %d of the key of %s.".formatted(version, entry)));
	}

	private void requireUndamaged(EntryRef entry) {
		EntryRef owner = keyOwner(entry);
		raise(keys(entry).findDamage().map((reason) -> KeystoreFailure.damaged(owner, reason)));
	}

	private static void raise(Optional<ProblemException> problem) {
		problem.ifPresent((found) -> {
			throw found;
		});
	}

	/**
	 * Forgets the key that opens the others; nothing can be made or signed afterwards.
	 */
	@Override
	public void close() {
		this.closed = true;
		try {
			this.verification.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.storage.close();
	}

	@Override
	public String toString() {
		return "KeyService[%s]".formatted(this.service);
	}

}
