package dev.registrysync.keys;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKeys;
import dev.registrysync.identity.PersonalMessage;
import dev.registrysync.identity.PrivateKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.Signature;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
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
		this.keystore = new Keystore(new KeystoreFiles(keystoreDirectory), passphraseFile).open(clock.instant());
		this.secp256k1 = secp256k1;
		this.clock = clock;
		this.keyring = Keyring.EMPTY
			.with(this.keystore.records().stream().map((key) -> new StoredKey(key, false)).toList());
		damaged().forEach((key) -> log.warn("A key in {} is damaged, {}", keystoreDirectory, key));
	}

	@Override
	public Optional<KeyFacts> find(EntryRef owner) {
		return this.keystore.damage().find(owner).isPresent() ? Optional.empty()
				: this.keyring.find(owner).map(StoredKey::facts);
	}

	@Override
	public Optional<EntryRef> ownerOf(Address address) {
		return this.keyring.ownerOf(address);
	}

	/**
	 * The facts of all keys in use, in the order of their owners.
	 */
	public List<KeyFacts> list() {
		DamagedKeys damage = this.keystore.damage();
		return this.keyring.list().stream().filter((key) -> damage.find(key.owner()).isEmpty()).toList();
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
	public KeyBatch preview(Collection<EntryRef> owners) {
		Batch batch = new Batch(owners);
		return new KeyBatch(batch.keys, batch.without, batch.refused);
	}

	/**
	 * Gets the keys of all owners, and makes those that are not there yet. When it
	 * returns they are on the disk; it waits for the disk once, however many they are.
	 * @throws ProblemException if they cannot be written; then none was made
	 */
	public KeyBatch ensure(Collection<EntryRef> owners) {
		KeyBatch known = preview(owners);
		if (known.created().isEmpty()) {
			return known;
		}
		this.writes.lock();
		try {
			Batch batch = new Batch(owners);
			List<StoredKey> made = make(batch.without);
			made.forEach((key) -> batch.keys.put(key.facts().owner(), key.facts()));
			return new KeyBatch(batch.keys, batch.without, batch.refused);
		}
		finally {
			this.writes.unlock();
		}
	}

	private List<StoredKey> make(Set<EntryRef> owners) {
		Instant now = this.clock.instant();
		List<KeyRecord> records = new ArrayList<>(owners.size());
		for (EntryRef owner : owners) {
			try (PrivateKey key = this.secp256k1.generate()) {
				KeyFacts facts = new KeyFacts(owner, FIRST_VERSION, this.secp256k1.addressOf(key));
				records.add(this.keystore.seal(key, facts, now, records.size()));
			}
		}
		this.keystore.append(records);
		List<StoredKey> made = records.stream().map((sealed) -> new StoredKey(sealed, true)).toList();
		this.keyring = this.keyring.with(made);
		return made;
	}

	/**
	 * Signs texts as personal messages (EIP-191) with the owner's key, in their order.
	 * @throws IllegalArgumentException if the owner has no key
	 * @throws dev.registrysync.identity.UnsignableContentException if a text cannot be
	 * signed; then none is
	 * @throws ProblemException with {@code KEYSTORE_DAMAGED} if the owner's record is
	 * damaged
	 */
	public List<Signature> sign(EntryRef owner, List<String> texts) {
		this.keystore.damage().find(owner).ifPresent((reason) -> {
			throw damaged(owner, reason);
		});
		StoredKey stored = this.keyring.find(owner)
			.orElseThrow(() -> new IllegalArgumentException("there is no key of " + owner));
		List<byte[]> hashes = texts.stream().map(PersonalMessage::hash).toList();
		try (PrivateKey key = this.keystore.open(stored.record())) {
			if (!stored.isKeyOfItsAddress(key, this.secp256k1)) {
				throw damaged(owner, "its private key does not belong to the address that stands beside it");
			}
			return hashes.stream().map((hash) -> this.secp256k1.sign(hash, key)).toList();
		}
	}

	private static ProblemException damaged(EntryRef owner, String reason) {
		return new ProblemException(ProblemCode.KEYSTORE_DAMAGED,
				"The key of %s cannot be used: %s".formatted(owner, reason),
				Map.of("kind", owner.kind().plural(), "id", owner.id().value()));
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
	 * Owners sorted by whether they have a key at this moment.
	 */
	private final class Batch {

		private final Map<EntryRef, KeyFacts> keys = new LinkedHashMap<>();

		private final Set<EntryRef> without = new LinkedHashSet<>();

		private final Map<EntryRef, String> refused = new LinkedHashMap<>();

		private Batch(Collection<EntryRef> owners) {
			owners.forEach((owner) -> find(owner).ifPresentOrElse((key) -> this.keys.put(owner, key),
					() -> withoutKey(owner)));
		}

		private void withoutKey(EntryRef owner) {
			KeyService.this.keystore.damage()
				.findObstacle(owner)
				.ifPresentOrElse((reason) -> this.refused.put(owner, reason), () -> this.without.add(owner));
		}

	}

}
