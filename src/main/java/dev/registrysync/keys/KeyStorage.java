package dev.registrysync.keys;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;

import dev.registrysync.database.Database;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.PrivateKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads keys when they are asked for, authenticates them and keeps the latest of them,
 * still encrypted, in memory. Safe for use by several threads.
 */
final class KeyStorage implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(KeyStorage.class);

	/** So many owners a query. */
	private static final int PAGE = 500;

	/** So many owners are kept in memory, at about 400 bytes each. */
	private static final int CACHED = 200_000;

	private final Database database;

	private final OpenKeystore keystore;

	private final KeyTable table;

	private final Secp256k1 secp256k1;

	private final Map<String, DamagedKey> damaged = new ConcurrentHashMap<>();

	private final Map<EntryRef, StoredKeys> cache = new LinkedHashMap<>(16, 0.75F, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<EntryRef, StoredKeys> eldest) {
			return size() > CACHED;
		}

	};

	/** How many transactions had written keys when the cache was right; guarded by it. */
	private long changes;

	KeyStorage(Database database, OpenKeystore keystore, Secp256k1 secp256k1) {
		this.database = database;
		this.keystore = keystore;
		this.table = new KeyTable(database, keystore);
		this.secp256k1 = secp256k1;
		this.changes = this.table.changes();
	}

	KeyTable table() {
		return this.table;
	}

	/**
	 * Returns all versions of the owner's key.
	 */
	StoredKeys of(EntryRef owner) {
		synchronized (this.cache) {
			@Nullable StoredKeys known = this.cache.get(owner);
			if (known != null) {
				return known;
			}
		}
		return load(List.of(owner)).getOrDefault(owner, StoredKeys.NONE);
	}

	/**
	 * Reads the keys of many owners with few queries, so that asking for each of them
	 * soon afterwards costs none.
	 */
	void prefetch(Collection<EntryRef> owners) {
		List<EntryRef> unknown;
		synchronized (this.cache) {
			unknown = owners.stream().filter((owner) -> !this.cache.containsKey(owner)).toList();
		}
		load(unknown);
	}

	private Map<EntryRef, StoredKeys> load(Collection<EntryRef> owners) {
		long before = seen();
		Map<EntryRef, StoredKeys> read = read(owners);
		synchronized (this.cache) {
			if (this.changes == before) {
				this.cache.putAll(read);
			}
		}
		return read;
	}

	private Map<EntryRef, StoredKeys> read(Collection<EntryRef> owners) {
		Map<EntryRef, StoredKeys> read = new HashMap<>();
		for (Kind kind : Kind.values()) {
			List<EntryRef> ofKind = owners.stream().filter((owner) -> owner.kind() == kind).distinct().toList();
			for (int start = 0; start < ofKind.size(); start += PAGE) {
				read(kind, ofKind.subList(start, Math.min(start + PAGE, ofKind.size())), read);
			}
		}
		return read;
	}

	private void read(Kind kind, List<EntryRef> owners, Map<EntryRef, StoredKeys> read) {
		Map<String, List<KeyRows.Row>> rows = new HashMap<>();
		this.table.find(kind, owners.stream().map((owner) -> owner.id().value()).toList())
			.forEach((row) -> rows.computeIfAbsent(row.id(), (id) -> new ArrayList<>()).add(row));
		for (EntryRef owner : owners) {
			read.put(owner, authentic(owner, rows.getOrDefault(owner.id().value(), List.of())));
		}
	}

	private StoredKeys authentic(EntryRef owner, List<KeyRows.Row> rows) {
		Optional<DamagedKey> damage = rows.stream()
			.filter((row) -> row.key().isEmpty())
			.findFirst()
			.map((row) -> new DamagedKey(owner.toString(), row.version(), "its authentication tag does not match"))
			.or(() -> findGap(owner, rows));
		if (damage.isEmpty()) {
			this.damaged.remove(owner.toString());
			return StoredKeys.of(rows.stream().flatMap((row) -> row.key().stream()).toList());
		}
		note(damage.get());
		return StoredKeys.damaged("version %d is damaged: %s".formatted(damage.get().version(), damage.get().reason()));
	}

	private void note(DamagedKey damage) {
		if (this.damaged.put(damage.owner(), damage) == null) {
			log.warn("A record of the keystore is damaged: {}", damage);
		}
	}

	/**
	 * Finds a version that is gone. The first one need not be 1, as an exported key keeps
	 * its version when it is imported.
	 */
	private static Optional<DamagedKey> findGap(EntryRef owner, List<KeyRows.Row> rows) {
		for (int i = 1; i < rows.size(); i++) {
			long expected = rows.get(i - 1).version() + 1;
			if (rows.get(i).version() != expected) {
				return Optional.of(new DamagedKey(owner.toString(), expected, "its row is gone"));
			}
		}
		return Optional.empty();
	}

	/**
	 * Returns the damaged records that were found so far, in the order of their owners.
	 */
	List<DamagedKey> damaged() {
		return this.damaged.values().stream().sorted((one, other) -> one.owner().compareTo(other.owner())).toList();
	}

	/**
	 * Reads all keys, page by page, in the order of their owners.
	 */
	void forEach(Consumer<StoredKeys> action) {
		List<KeyRows.Owner> page = this.table.owners(KeyRows.Owner.NONE, PAGE);
		while (!page.isEmpty()) {
			List<EntryRef> owners = new ArrayList<>();
			page.forEach((owner) -> owner.find()
				.ifPresentOrElse(owners::add, () -> note(
						new DamagedKey(owner.toString(), owner.version(), "its owner is not a name of an entry"))));
			Map<EntryRef, StoredKeys> read = read(owners);
			owners.forEach((owner) -> action.accept(read.getOrDefault(owner, StoredKeys.NONE)));
			page = this.table.owners(page.get(page.size() - 1), PAGE);
		}
	}

	/**
	 * Finds the owner of the key with an address.
	 */
	Optional<EntryRef> ownerOf(Address address) {
		return this.table.findOwner(address).filter((owner) -> find(owner, address).isPresent());
	}

	private Optional<StoredKey> find(EntryRef owner, Address address) {
		return of(owner).stream().filter((key) -> key.facts().address().equals(address)).findFirst();
	}

	/**
	 * Returns how many transactions have written keys. If others wrote some, what is in
	 * memory is forgotten.
	 */
	long changes() {
		long now = this.table.changes();
		synchronized (this.cache) {
			if (now > this.changes) {
				this.changes = now;
				this.cache.clear();
			}
			return this.changes;
		}
	}

	/**
	 * Returns the number of changes that the keys in memory reflect.
	 */
	long seen() {
		synchronized (this.cache) {
			return this.changes;
		}
	}

	/**
	 * Encrypts a key.
	 * @param createdAt when it was made, in whole seconds
	 */
	StoredKey seal(PrivateKey key, KeyFacts facts, Instant createdAt) {
		Sealed sealed = this.keystore.seal(key, StoredKey.bound(facts, createdAt));
		return new StoredKey(facts, createdAt, sealed, null, true);
	}

	/**
	 * Adds first keys durably, in one transaction. An owner that has got a key since they
	 * were made keeps that one, damaged or not.
	 * @param seen the number of changes when none of the owners had a key
	 * @return those that were added
	 */
	List<StoredKey> addFirst(Collection<StoredKey> made, long seen) {
		List<EntryRef> owners = made.stream().map(StoredKey::owner).toList();
		return write(owners, (change) -> {
			Map<EntryRef, StoredKeys> present = (change == seen + 1) ? Map.of() : read(owners);
			List<StoredKey> lacking = made.stream()
				.filter((key) -> present.getOrDefault(key.owner(), StoredKeys.NONE).isEmpty())
				.toList();
			this.table.insert(lacking);
			return lacking;
		}, (added) -> added.forEach((key) -> this.cache.put(key.owner(), StoredKeys.of(List.of(key)))));
	}

	/**
	 * Adds a version of the owner's key durably.
	 * @param next makes it from the versions before
	 * @return all versions
	 */
	StoredKeys addNext(EntryRef owner, Function<StoredKeys, StoredKey> next) {
		return write(List.of(owner), (change) -> {
			StoredKeys before = read(List.of(owner)).getOrDefault(owner, StoredKeys.NONE);
			StoredKey made = next.apply(before);
			this.table.insert(List.of(made));
			return before.with(made);
		}, (versions) -> this.cache.put(owner, versions));
	}

	/**
	 * Revokes keys durably, in one transaction. Of two revocations of a key the earlier
	 * one counts.
	 */
	void revoke(List<Revocation> revocations) {
		write(revocations.stream().map((revocation) -> revocation.key().owner()).toList(), (change) -> {
			revocations.forEach((revocation) -> this.table.revoke(this.keystore.seal(revocation)));
			return change;
		}, (change) -> {
		});
	}

	/**
	 * Writes in a transaction beside which no other one writes keys.
	 * @param work gets the number of the change
	 * @param remember puts what it wrote into the cache
	 */
	private <T> T write(Collection<EntryRef> owners, LongFunction<T> work, Consumer<T> remember) {
		this.keystore.requireUnchanged();
		long[] change = new long[1];
		T result = this.database.write((sql) -> {
			change[0] = KeyTable.countChange(sql);
			return work.apply(change[0]);
		});
		synchronized (this.cache) {
			if (change[0] == this.changes + 1) {
				owners.forEach(this.cache::remove);
				remember.accept(result);
				this.changes = change[0];
			}
			else {
				this.cache.clear();
				this.changes = Math.max(this.changes, change[0]);
			}
		}
		return result;
	}

	/**
	 * Decrypts a key, lends it to a function and zeroes it.
	 * @throws dev.registrysync.problem.ProblemException {@code KEYSTORE_DAMAGED} if it is
	 * not the key of the address that stands beside it
	 */
	<T> T lend(StoredKey stored, Function<PrivateKey, T> use) {
		try (PrivateKey key = open(stored)) {
			if (!stored.isKeyOfItsAddress(key, this.secp256k1)) {
				throw KeyProblems.damaged(stored.owner(), "its private key does not belong to its address");
			}
			return use.apply(key);
		}
	}

	private PrivateKey open(StoredKey stored) {
		return this.keystore.open(stored.sealed(), stored.bound())
			.orElseThrow(() -> new IllegalStateException("a key in memory has changed: " + stored.owner()));
	}

	@Override
	public void close() {
		this.keystore.close();
	}

}
