package dev.registrysync.keys;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KeyState;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.KnownKeys;
import dev.registrysync.identity.PersonalMessage;
import dev.registrysync.identity.PrivateKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.Signature;
import dev.registrysync.identity.SuccessionText;
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

	private static final int FIRST_VERSION = 1;

	private final OpenKeystore keystore;

	private final Secp256k1 secp256k1;

	private final Clock clock;

	private final IdentityAliases aliases;

	private final ReentrantLock writes = new ReentrantLock();

	private volatile Keyring keyring;

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
		this.keystore = new Keystore(new KeystoreFiles(keystoreDirectory), passphraseFile).open(clock.instant());
		this.secp256k1 = secp256k1;
		this.clock = clock;
		this.aliases = aliases;
		this.keyring = Keyring.EMPTY
			.with(this.keystore.records().stream().map((key) -> new StoredKey(key, false)).toList())
			.without(this.keystore.revocations());
		damaged().forEach((key) -> log.warn("A key in {} is damaged, {}", keystoreDirectory, key));
	}

	@Override
	public List<KnownKey> versions(EntryRef entry) {
		return versionsOf(keyOwner(entry));
	}

	private List<KnownKey> versionsOf(EntryRef owner) {
		return this.keystore.damage().find(owner).isPresent() ? List.of() : this.keyring.of(owner).known();
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
	 * The entries that use the same key as this one, itself included.
	 */
	public List<EntryRef> sharers(EntryRef entry) {
		EntryRef owner = keyOwner(entry);
		List<EntryRef> sharers = new ArrayList<>(this.aliases.of(owner));
		sharers.add(owner);
		return sharers;
	}

	/**
	 * The facts of the newest key of each owner, in the order of the owners.
	 */
	public List<KeyFacts> list() {
		return this.keyring.owners()
			.stream()
			.map(this::versionsOf)
			.filter((versions) -> !versions.isEmpty())
			.map((versions) -> versions.get(versions.size() - 1).facts())
			.toList();
	}

	/**
	 * All versions of all keys, in the order of their owners, the oldest first.
	 */
	List<KeyVersion> allVersions() {
		Keyring now = this.keyring;
		DamagedKeys damage = this.keystore.damage();
		return now.owners()
			.stream()
			.filter((owner) -> damage.find(owner).isEmpty())
			.flatMap((owner) -> versions(now.of(owner), this.aliases.of(owner)))
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
		return this.keyring.stream()
			.flatMap((keys) -> keys.known().stream())
			.filter((key) -> key.state() == state)
			.count();
	}

	/**
	 * The records that cannot be used.
	 */
	public List<DamagedKey> damaged() {
		return this.keystore.damage().list();
	}

	WrappingMode mode() {
		return this.keystore.mode();
	}

	/**
	 * Says what {@link #ensure} would do, and makes nothing.
	 */
	public KeyBatch preview(Collection<EntryRef> entries) {
		return demand(entries).toKeyBatch();
	}

	/**
	 * Gets the keys of all entries, and makes those that are not there yet. When it
	 * returns they are on the disk; it waits for the disk once, however many they are. A
	 * revoked key is not replaced: {@link #rotate} does that.
	 * @throws ProblemException if they cannot be written; then none was made
	 */
	public KeyBatch ensure(Collection<EntryRef> entries) {
		KeyBatch known = preview(entries);
		if (known.created().isEmpty()) {
			return known;
		}
		this.writes.lock();
		try {
			KeyDemand demand = demand(entries);
			make(demand.without().stream().map((owner) -> new Wanted(owner, FIRST_VERSION)).toList());
			return demand.withMade();
		}
		finally {
			this.writes.unlock();
		}
	}

	private KeyDemand demand(Collection<EntryRef> entries) {
		return new KeyDemand(this, this.keystore.damage(), entries);
	}

	private List<KeyFacts> make(List<Wanted> wanted) {
		Instant now = this.clock.instant();
		List<KeyRecord> records = new ArrayList<>(wanted.size());
		for (Wanted next : wanted) {
			try (PrivateKey key = this.secp256k1.generate()) {
				KeyFacts facts = new KeyFacts(next.owner(), next.version(), this.secp256k1.addressOf(key));
				records.add(this.keystore.seal(key, facts, now, records.size()));
			}
		}
		this.keystore.append(records);
		this.keyring = this.keyring.with(records.stream().map((sealed) -> new StoredKey(sealed, true)).toList());
		return records.stream().map(KeyRecord::facts).toList();
	}

	/**
	 * Makes a new version of the entry's key; it is on the disk when this returns, and
	 * the version before signs nothing any more but its succession.
	 * @throws ProblemException {@code KEY_NOT_FOUND} if there is no key,
	 * {@code KEYSTORE_DAMAGED} if it cannot be used, or what prevents writing; then none
	 * was made
	 */
	public KeyRotation rotate(EntryRef entry) {
		EntryRef owner = keyOwner(entry);
		this.writes.lock();
		try {
			KnownKey previous = newest(entry);
			return new KeyRotation(previous, make(List.of(new Wanted(owner, previous.version() + 1))).get(0));
		}
		finally {
			this.writes.unlock();
		}
	}

	/**
	 * Revokes a version of the entry's key for good. Doing it again changes nothing,
	 * unless it names an earlier revision.
	 * @param version which; null means the newest
	 * @param from the last revision whose attestations by it count; null means the
	 * present one, or what was said before
	 * @param present the present revision
	 * @param reason why; may be empty
	 * @return the key as it is now
	 * @throws ProblemException {@code KEY_NOT_FOUND}, {@code KEYSTORE_DAMAGED},
	 * {@code REVOKED_EARLIER} if it was revoked from an earlier revision on, or what
	 * prevents writing; then nothing has changed
	 */
	public KnownKey revoke(EntryRef entry, @Nullable Integer version, @Nullable Revision from, Revision present,
			String reason) {
		this.writes.lock();
		try {
			KnownKey key = (version != null) ? version(entry, version) : newest(entry);
			Revision before = key.revokedFrom();
			Revision wanted = Objects.requireNonNullElse(from, Objects.requireNonNullElse(before, present));
			if (before != null && wanted.number() > before.number()) {
				throw KeyProblems.revokedEarlier(entry, key, wanted);
			}
			if (!wanted.equals(before)) {
				Revocation revocation = new Revocation(key.facts(), wanted, this.clock.instant(), reason);
				this.keystore.append(revocation);
				this.keyring = this.keyring.without(List.of(revocation));
				log.info("Revoked version {} of the key of {} from revision {} on", key.version(), key.facts().owner(),
						wanted);
			}
			return version(entry, key.version());
		}
		finally {
			this.writes.unlock();
		}
	}

	private KnownKey newest(EntryRef entry) {
		requireUndamaged(keyOwner(entry));
		return findNewest(entry)
			.orElseThrow(() -> KeyProblems.notFound(entry, "There is no key of %s.".formatted(entry)));
	}

	private KnownKey version(EntryRef entry, int version) {
		requireUndamaged(keyOwner(entry));
		return versions(entry).stream()
			.filter((key) -> key.version() == version)
			.findFirst()
			.orElseThrow(() -> KeyProblems.notFound(entry,
					"There is no version %d of the key of %s.".formatted(version, entry)));
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
	 * Signs one text as {@link #sign} does, and says with which key.
	 */
	SignedMessage signMessage(EntryRef entry, String text) {
		KeyFacts key = signing(entry);
		return new SignedMessage(key, sign(key, List.of(text)).get(0));
	}

	private KeyFacts signing(EntryRef entry) {
		KnownKey key = newest(entry);
		if (key.isRevoked()) {
			throw KeyProblems.revoked(entry, key);
		}
		return key.facts();
	}

	/**
	 * The one text that a retired key still signs: who its successor is. Empty if either
	 * of the two is not a version of the entry's key, or the older one is revoked.
	 */
	public Optional<Signature> signSuccession(UUID registryId, EntryRef entry, KeyFacts from, KeyFacts to) {
		boolean succeeds = to.version() > from.version() && find(entry).equals(Optional.of(to))
				&& find(entry, from.address()).filter((key) -> !key.isRevoked()).isPresent();
		return succeeds ? Optional.of(sign(from, List.of(SuccessionText.of(registryId, entry, from, to))).get(0))
				: Optional.empty();
	}

	private List<Signature> sign(KeyFacts facts, List<String> texts) {
		StoredKey stored = this.keyring.of(facts.owner()).find(facts.version()).orElseThrow();
		List<byte[]> hashes = texts.stream().map(PersonalMessage::hash).toList();
		try (PrivateKey key = this.keystore.open(stored.record())) {
			if (!stored.isKeyOfItsAddress(key, this.secp256k1)) {
				throw KeyProblems.damaged(facts.owner(),
						"its private key does not belong to the address that stands beside it");
			}
			return hashes.stream().map((hash) -> this.secp256k1.sign(hash, key)).toList();
		}
	}

	private void requireUndamaged(EntryRef owner) {
		this.keystore.damage().find(owner).ifPresent((reason) -> {
			throw KeyProblems.damaged(owner, reason);
		});
	}

	/**
	 * Forgets the key that opens the others; nothing can be made or signed afterwards.
	 */
	@Override
	public void close() {
		this.keystore.close();
	}

	@Override
	public String toString() {
		return "KeyService[%d keys]".formatted(this.keyring.size());
	}

	/**
	 * A version that is to be made.
	 */
	private record Wanted(EntryRef owner, int version) {
	}

}
