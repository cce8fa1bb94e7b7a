package dev.registrysync.keys;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

import dev.registrysync.curve.Cores;
import dev.registrysync.database.Database;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.AttestationProof;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KeyState;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.KnownKeys;
import dev.registrysync.identity.RevocationMarks;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.ServiceIdentity;
import dev.registrysync.identity.Signature;
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

	/** The keys of so many entries are read at once. */
	private static final int AT_ONCE = 5000;

	private final Secp256k1 secp256k1;

	private final OpenKeystore keystore;

	private final KeyStorage storage;

	private final HeldKeys held;

	private final ServiceTable registry;

	private final ServiceKey service;

	private final KeyMaking making;

	private final KeySigning signing;

	private final KeyRevoking revoking;

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
		KeystoreFiles files = new KeystoreFiles(keystoreDirectory);
		this.registry = new ServiceTable(database);
		this.keystore = new Keystore(files, passphraseFile).open(this.registry, clock.instant());
		this.secp256k1 = secp256k1;
		this.storage = new KeyStorage(database, this.keystore, secp256k1);
		this.held = new HeldKeys(this.storage, aliases);
		this.service = ServiceKey.read(files, this.registry, this.keystore, secp256k1, clock);
		this.making = new KeyMaking(this.storage, this.held, secp256k1, clock);
		this.signing = new KeySigning(this.storage, this.held, secp256k1);
		this.revoking = new KeyRevoking(this.storage, this.held, clock);
	}

	@Override
	public List<KnownKey> versions(EntryRef entry) {
		return this.held.versions(entry);
	}

	@Override
	public Optional<EntryRef> ownerOf(Address address) {
		return this.held.ownerOf(address);
	}

	@Override
	public EntryRef keyOwner(EntryRef entry) {
		return this.held.keyOwner(entry);
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
		List<EntryRef> sharers = new ArrayList<>(this.held.aliasesOf(owner));
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
		for (int start = 0; start < entries.size(); start += AT_ONCE) {
			List<EntryRef> page = entries.subList(start, Math.min(start + AT_ONCE, entries.size()));
			this.storage.prefetch(page.stream().map(this::keyOwner).toList());
			results.addAll(Cores.map(page, work));
		}
		return results;
	}

	/**
	 * Returns the facts of the newest key of each owner, in the order of the owners.
	 */
	public List<KeyFacts> list() {
		List<KeyFacts> newest = new ArrayList<>();
		this.storage.forEach((keys) -> keys.findNewest().ifPresent((key) -> newest.add(key.facts())));
		return newest;
	}

	/**
	 * Returns whether there is no key.
	 */
	public boolean isEmpty() {
		return this.storage.table().isEmpty();
	}

	/**
	 * Returns how many owners have a key.
	 */
	int countOwners() {
		return this.storage.table().countOwners();
	}

	/**
	 * Returns all versions of all keys, in the order of their owners, the oldest first.
	 */
	List<KeyVersion> allVersions() {
		List<KeyVersion> all = new ArrayList<>();
		this.storage.forEach((keys) -> all.addAll(versions(keys)));
		return all;
	}

	private List<KeyVersion> versions(StoredKeys keys) {
		return keys.known()
			.stream()
			.map((key) -> new KeyVersion(key, keys.find(key.version()).orElseThrow().createdAt(),
					this.held.aliasesOf(key.facts().owner())))
			.toList();
	}

	/**
	 * Returns how many versions are in a state.
	 */
	long count(KeyState state) {
		return this.storage.table().count(state);
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
		List<KeyFacts> missing = this.held.expect(committed, known);
		if (!missing.isEmpty()) {
			log.warn("The keystore lacks {}. No key is made until it is restored", this.held.describeMissing());
		}
		else if (known.isPresent() || this.registry.findRegistry().isEmpty()) {
			this.registry.setRegistry(registryId.toString());
		}
		return missing;
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
		return this.held.missing();
	}

	/**
	 * Names the keys that are missing.
	 */
	String describeMissing() {
		return this.held.describeMissing();
	}

	@Override
	public boolean canMakeKey(EntryRef entry) {
		return this.held.findObstacle(keyOwner(entry)).isEmpty();
	}

	/**
	 * Why nothing is signed for an entry whose key is missing: another key would change
	 * its address.
	 */
	public Optional<ProblemException> findMissing(EntryRef entry) {
		return this.held.findMissing(entry);
	}

	/**
	 * Returns why an entry without a key that was committed with one gets no other one: a
	 * new key would change its address.
	 */
	public Optional<ProblemException> findLoss(KeyFacts committed) {
		return this.held.findLoss(committed);
	}

	/**
	 * Finds what others changed in the keystore's files since they were opened; looked
	 * for before each new key too.
	 */
	Optional<ProblemException> findChange() {
		try {
			this.keystore.requireUnchanged();
			return Optional.empty();
		}
		catch (ProblemException ex) {
			return Optional.of(ex);
		}
	}

	WrappingMode mode() {
		return this.keystore.mode();
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
		return this.making.rotate(entry);
	}

	/**
	 * Returns the key as {@link #revoke} would leave it, and changes nothing.
	 * @throws ProblemException as {@link #revoke}, but for what prevents writing
	 */
	public KnownKey previewRevocation(EntryRef entry, @Nullable Integer version, Revision from) {
		return this.revoking.preview(entry, version, from);
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
		return this.revoking.revoke(entry, version, from, reason);
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
		return this.revoking.enforce(revoked, reason);
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
		return this.signing.sign(entry, texts);
	}

	/**
	 * Signs one text as {@link #sign} does, and says with which key.
	 */
	SignedMessage signMessage(EntryRef entry, String text) {
		return this.signing.signMessage(entry, text);
	}

	/**
	 * The one text that a retired key still signs: who its successor is. Empty if either
	 * of the two is not a version of the entry's key, or the older one is revoked.
	 */
	public Optional<Signature> signSuccession(UUID registryId, EntryRef entry, KeyFacts from, KeyFacts to) {
		return this.signing.signSuccession(registryId, entry, from, to);
	}

	/**
	 * Forgets the key that opens the others; nothing can be made or signed afterwards.
	 */
	@Override
	public void close() {
		this.storage.close();
	}

	@Override
	public String toString() {
		return "KeyService[%s]".formatted(this.service);
	}

}
