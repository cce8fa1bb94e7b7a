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
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Stream;

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
 * Reads keys when they are asked for, a page of owners at a time, and authenticates them.
 * Those of the last pages stay in memory, still encrypted. Safe for use by several
 * threads.
 */
final class KeyStorage implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(KeyStorage.class);

	/** So many owners are worked on at once. */
	static final int PAGE = 5000;

	/** So many owners or addresses a query. */
	static final int QUERY = 500;

	/** So many owners are kept in memory, at about 400 bytes each. */
	private static final int CACHED = 2 * PAGE;

	private static final int VERIFIED = 1 << 18;

	private final Database database;

	private final OpenKeystore keystore;

	private final ServiceTable service;

	private final KeyTable table;

	private final Secp256k1 secp256k1;

	private final Map<String, DamagedKey> damaged = new ConcurrentHashMap<>();

	/**
	 * The authentication tags of sealed keys that were found to have their address, each
	 * at a place that it determines: deriving an address costs as much as signing. A tag
	 * that another one displaced only costs that again.
	 */
	private final AtomicLongArray verified = new AtomicLongArray(VERIFIED);

	private final Map<EntryRef, StoredKeys> cache = new LinkedHashMap<>(16, 0.75F, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<EntryRef, StoredKeys> eldest) {
			return size() > CACHED;
		}

	};

	/** How many transactions had written keys when the cache was right; guarded by it. */
	private long changes;

	private volatile @Nullable Counted counted;

	KeyStorage(Database database, OpenKeystore keystore, Secp256k1 secp256k1) {
		this.database = database;
		this.keystore = keystore;
		this.service = new ServiceTable(database);
		this.table = new KeyTable(database, keystore);
		this.secp256k1 = secp256k1;
		this.changes = this.service.changes();
	}

	KeyTable table() {
		return this.table;
	}

	/**
	 * Calls a function with the items, some at a time.
	 */
	static <T> void paged(List<T> items, int size, Consumer<List<T>> action) {
		for (int start = 0; start < items.size(); start += size) {
			action.accept(items.subList(start, Math.min(start + size, items.size())));
		}
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
	 * Reads the keys of a page of owners with few queries, so that asking for each of
	 * them soon afterwards costs none.
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

	/**
	 * Reads the keys of a page of owners.
	 */
	Map<EntryRef, StoredKeys> read(Collection<EntryRef> owners) {
		Map<EntryRef, StoredKeys> read = new HashMap<>();
		for (Kind kind : Kind.values()) {
			List<EntryRef> ofKind = owners.stream().filter((owner) -> owner.kind() == kind).distinct().toList();
			paged(ofKind, QUERY, (page) -> read(kind, page, read));
		}
		return read;
	}

	private void read(Kind kind, List<EntryRef> owners, Map<EntryRef, StoredKeys> read) {
		Map<String, List<KeyTable.Row>> rows = new HashMap<>();
		this.table.find(kind, owners.stream().map((owner) -> owner.id().value()).toList())
			.forEach((row) -> rows.computeIfAbsent(row.id(), (id) -> new ArrayList<>()).add(row));
		for (EntryRef owner : owners) {
			read.put(owner, authentic(owner, rows.getOrDefault(owner.id().value(), List.of())));
		}
	}

	private StoredKeys authentic(EntryRef owner, List<KeyTable.Row> rows) {
		List<StoredKey> versions = new ArrayList<>(rows.size());
		for (KeyTable.Row row : rows) {
			boolean first = versions.isEmpty();
			long expected = first ? row.version() : versions.get(versions.size() - 1).facts().version() + 1L;
			Optional<StoredKey> key = findAuthentic(row, first);
			if (key.isPresent() && row.version() == expected) {
				versions.add(key.get());
			}
			else if (key.isPresent() || (first && findAuthentic(row, false).isPresent())) {
				return damaged(owner, first ? row.version() - 1 : expected, "its row is gone");
			}
			else {
				return damaged(owner, row.version(), "its authentication tag does not match");
			}
		}
		this.damaged.remove(owner.toString());
		return StoredKeys.of(versions);
	}

	private Optional<StoredKey> findAuthentic(KeyTable.Row row, boolean first) {
		return row.key()
			.map((key) -> key.withFirst(first))
			.filter((key) -> this.keystore.isAuthentic(key.sealed(), key.bound()));
	}

	private StoredKeys damaged(EntryRef owner, long version, String reason) {
		note(new DamagedKey(owner.toString(), version, reason));
		return StoredKeys.damaged("version %d is damaged: %s".formatted(version, reason));
	}

	private void note(DamagedKey damage) {
		if (this.damaged.put(damage.owner(), damage) == null) {
			log.warn("A record of the keystore is damaged: {}", damage);
		}
	}

	/**
	 * Returns the damaged records that were found so far, in the order of their owners.
	 */
	List<DamagedKey> damaged() {
		return this.damaged.values().stream().sorted((one, other) -> one.owner().compareTo(other.owner())).toList();
	}

	/**
	 * Returns the keys of all owners, in their order. They are read while they are used,
	 * page by page.
	 */
	Stream<StoredKeys> all() {
		return Stream
			.iterate(this.table.owners(KeyTable.Owner.NONE, QUERY), (page) -> !page.isEmpty(),
					(page) -> this.table.owners(page.get(page.size() - 1), QUERY))
			.flatMap(this::page);
	}

	private Stream<StoredKeys> page(List<KeyTable.Owner> names) {
		List<EntryRef> owners = new ArrayList<>(names.size());
		names.forEach((owner) -> owner.find()
			.ifPresentOrElse(owners::add, () -> note(
					new DamagedKey(owner.toString(), owner.version(), "its owner is not a name of an entry"))));
		Map<EntryRef, StoredKeys> read = read(owners);
		return owners.stream().map((owner) -> read.getOrDefault(owner, StoredKeys.NONE));
	}

	/**
	 * Finds the owner of the key with an address.
	 */
	Optional<EntryRef> ownerOf(Address address) {
		return Optional.ofNullable(this.table.owners(List.of(address)).get(address))
			.flatMap(KeyTable.Owner::find)
			.filter((owner) -> of(owner).find(address).isPresent());
	}

	/**
	 * Returns how many transactions have written keys. If others wrote some, what is in
	 * memory is forgotten.
	 */
	long changes() {
		long now = this.service.changes();
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
	 * Returns how many keys there are; they are counted once after each change.
	 */
	KeyTable.Counts count() {
		long now = changes();
		@Nullable Counted known = this.counted;
		if (known == null || known.changes() != now) {
			known = new Counted(now, this.table.count());
			this.counted = known;
		}
		return known.counts();
	}

	/**
	 * Encrypts a key.
	 * @param createdAt when it was made, in whole seconds
	 * @param first whether it is the owner's first version
	 */
	StoredKey seal(PrivateKey key, KeyFacts facts, Instant createdAt, boolean first) {
		Sealed sealed = this.keystore.seal(key, StoredKey.bound(facts, createdAt, first));
		noteVerified(sealed);
		return new StoredKey(facts, createdAt, sealed, first, null);
	}

	/**
	 * Adds first keys durably, in one transaction. An owner that has got a key since they
	 * were made keeps that one, damaged or not.
	 * @param seen the number of changes when none of the owners had a key
	 * @return those that were added
	 */
	List<StoredKey> addFirst(List<StoredKey> made, long seen) {
		return write(made.stream().map(StoredKey::owner).toList(), (change) -> {
			List<StoredKey> lacking = (change == seen + 1) ? made : withoutKey(made);
			this.table.insert(lacking);
			return lacking;
		});
	}

	private List<StoredKey> withoutKey(List<StoredKey> made) {
		List<StoredKey> lacking = new ArrayList<>();
		paged(made, PAGE, (page) -> {
			Map<EntryRef, StoredKeys> present = read(page.stream().map(StoredKey::owner).toList());
			page.stream()
				.filter((key) -> present.getOrDefault(key.owner(), StoredKeys.NONE).isEmpty())
				.forEach(lacking::add);
		});
		return lacking;
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
		});
	}

	/**
	 * Revokes keys durably, in one transaction. Of two revocations of a key the earlier
	 * one counts.
	 */
	void revoke(List<Revocation> revocations) {
		write(revocations.stream().map((revocation) -> revocation.key().owner()).toList(), (change) -> {
			revocations.forEach(this.table::revoke);
			return change;
		});
	}

	/**
	 * Writes in a transaction beside which no other one writes keys.
	 * @param work gets the number of the change
	 */
	private <T> T write(Collection<EntryRef> owners, LongFunction<T> work) {
		requireUnchanged();
		long[] change = new long[1];
		T result = this.database.write((sql) -> {
			change[0] = ServiceTable.countChange(sql);
			return work.apply(change[0]);
		});
		synchronized (this.cache) {
			if (change[0] == this.changes + 1) {
				owners.forEach(this.cache::remove);
			}
			else {
				this.cache.clear();
			}
			this.changes = Math.max(this.changes, change[0]);
		}
		return result;
	}

	/**
	 * Makes sure that nobody else changed the keystore's files, and that the database is
	 * not an older one than before.
	 * @throws dev.registrysync.problem.ProblemException {@code KEYSTORE_MISSING} or
	 * {@code KEYSTORE_CHANGED}
	 */
	void requireUnchanged() {
		long before = seen();
		this.keystore.requireUnchanged();
		if (this.service.changes() < before) {
			throw KeystoreFailure.changed(this.keystore.files().database());
		}
	}

	/**
	 * Decrypts a key, lends it to a function and zeroes it.
	 * @throws dev.registrysync.problem.ProblemException {@code KEYSTORE_DAMAGED} if it is
	 * not the key of the address that stands beside it
	 */
	<T> T lend(StoredKey stored, Function<PrivateKey, T> use) {
		try (PrivateKey key = this.keystore.open(stored.sealed(), stored.bound())
			.orElseThrow(() -> new IllegalStateException("a key in memory has changed: " + stored.owner()))) {
			if (!isVerified(stored.sealed())) {
				if (!this.secp256k1.addressOf(key).equals(stored.facts().address())) {
					throw KeystoreFailure.damaged(stored.owner(), "its private key does not belong to its address");
				}
				noteVerified(stored.sealed());
			}
			return use.apply(key);
		}
	}

	private boolean isVerified(Sealed sealed) {
		return this.verified.get(place(sealed)) == sealed.tag();
	}

	private void noteVerified(Sealed sealed) {
		this.verified.set(place(sealed), sealed.tag());
	}

	private static int place(Sealed sealed) {
		return (int) sealed.tag() & (VERIFIED - 1);
	}

	@Override
	public void close() {
		this.keystore.close();
	}

	/**
	 * The counts that belong to a number of changes.
	 */
	private record Counted(long changes, KeyTable.Counts counts) {
	}

}
