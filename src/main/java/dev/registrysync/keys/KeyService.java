package dev.registrysync.keys;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.AttestationProof;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KeyState;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.KnownKeys;
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

	private final Secp256k1 secp256k1;

	private final HeldKeys held;

	private final ServiceKey service;

	private final LostKeys lost;

	private final KeyMaking making;

	private final KeySigning signing;

	private final KeyRevoking revoking;

	/**
	 * Opens the keystore in a directory, or makes it there.
	 * @param passphraseFile the file with the passphrase; null to open with a generated
	 * key that is kept beside the keys
	 * @throws ProblemException if it cannot be opened: the codes that begin with
	 * {@code KEYSTORE_}, and {@code DISK_FULL}
	 */
	public KeyService(Path keystoreDirectory, @Nullable Path passphraseFile, Secp256k1 secp256k1, Clock clock) {
		this(keystoreDirectory, passphraseFile, secp256k1, clock, IdentityAliases.NONE);
	}

	/**
	 * Opens the keystore as well, for entries some of which use the key of another.
	 */
	public KeyService(Path keystoreDirectory, @Nullable Path passphraseFile, Secp256k1 secp256k1, Clock clock,
			IdentityAliases aliases) {
		KeystoreFiles files = new KeystoreFiles(keystoreDirectory);
		OpenKeystore keystore = new Keystore(files, passphraseFile).open(clock.instant());
		this.secp256k1 = secp256k1;
		this.held = new HeldKeys(keystore, secp256k1, aliases);
		this.lost = new LostKeys(files);
		this.service = new ServiceKey(files, keystore, secp256k1, clock);
		this.making = new KeyMaking(this.held, secp256k1, clock);
		this.signing = new KeySigning(this.held, secp256k1);
		this.revoking = new KeyRevoking(this.held, clock);
		damaged().forEach((key) -> log.warn("A key in {} is damaged, {}", keystoreDirectory, key));
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
	 * The entries that use the same key as this one, itself included.
	 */
	public List<EntryRef> sharers(EntryRef entry) {
		EntryRef owner = keyOwner(entry);
		List<EntryRef> sharers = new ArrayList<>(this.held.aliasesOf(owner));
		sharers.add(owner);
		return sharers;
	}

	/**
	 * The facts of the newest key of each owner, in the order of the owners.
	 */
	public List<KeyFacts> list() {
		return owners().flatMap((owner) -> {
			List<KnownKey> versions = this.held.keyring().of(owner).known();
			return versions.stream().skip(versions.size() - 1).map(KnownKey::facts);
		}).toList();
	}

	/**
	 * Whether there is no key that can be used.
	 */
	public boolean isEmpty() {
		return this.held.keyring().isWithout(this::isUsable);
	}

	private boolean isUsable(EntryRef owner, StoredKeys keys) {
		return !keys.known().isEmpty() && this.held.damage().find(owner).isEmpty();
	}

	/**
	 * The owners of at least one key that can be used, in their order.
	 */
	private Stream<EntryRef> owners() {
		Keyring keyring = this.held.keyring();
		return keyring.owners().stream().filter((owner) -> isUsable(owner, keyring.of(owner)));
	}

	/**
	 * All versions of all keys, in the order of their owners, the oldest first.
	 */
	List<KeyVersion> allVersions() {
		return owners().flatMap((owner) -> versions(this.held.keyring().of(owner), this.held.aliasesOf(owner)))
			.toList();
	}

	private static Stream<KeyVersion> versions(StoredKeys keys, List<EntryRef> aliases) {
		return keys.known()
			.stream()
			.map((key) -> new KeyVersion(key, keys.find(key.version()).orElseThrow().record().label().createdAt(),
					aliases));
	}

	/**
	 * How many versions are in a state.
	 */
	long count(KeyState state) {
		return this.held.keyring()
			.stream()
			.flatMap((keys) -> keys.known().stream())
			.filter((key) -> key.state() == state)
			.count();
	}

	/**
	 * How often keys were added or revoked since the start: the same number means the
	 * same keys.
	 */
	public long changes() {
		return this.held.changes();
	}

	/**
	 * The records that cannot be used.
	 */
	public List<DamagedKey> damaged() {
		return this.held.damage().list();
	}

	/**
	 * Notes with which keys entries were committed. While one of them is missing no key
	 * is made, as an older keystore is likely, and restoring the right one would lose the
	 * new keys.
	 * @return those that are missing, but for what {@link #acceptLost} was told
	 */
	public List<KeyFacts> expect(Collection<KeyFacts> committed) {
		List<KeyFacts> missing = this.held.expect(committed, this.lost.read());
		if (!missing.isEmpty()) {
			log.warn("The keystore lacks {}. No key is made until it is restored", KeyProblems.describe(missing));
		}
		return missing;
	}

	/**
	 * Declares keys lost for good, durably: new ones may be made without them.
	 */
	public void acceptLost(Collection<KeyFacts> keys) {
		this.lost.add(keys);
	}

	/**
	 * The keys with which entries were committed, and which are not here.
	 */
	public List<KeyFacts> missing() {
		return this.held.missing();
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
	 * What others changed in the keystore's files since they were read or written; looked
	 * for before each new key too.
	 */
	Optional<ProblemException> findChange() {
		return this.held.findChange();
	}

	WrappingMode mode() {
		return this.held.mode();
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
		return this.held.keyring().revoked();
	}

	/**
	 * Why the key was revoked; empty if nobody said so.
	 */
	public String reasonOf(KnownKey revoked) {
		return this.held.keyring().findRevocation(revoked.address()).map(Revocation::reason).orElse("");
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
		this.held.close();
	}

	@Override
	public String toString() {
		return "KeyService[%d keys]".formatted(this.held.keyring().size());
	}

}
