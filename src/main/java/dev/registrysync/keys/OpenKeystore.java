package dev.registrysync.keys;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.PrivateKey;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * A keystore whose data key is at hand. Only one thread at a time may add keys.
 */
final class OpenKeystore implements AutoCloseable {

	private final WrappingMode mode;

	private final AesKey dataKey;

	private final KeyFile file;

	private final List<KeyRecord> records;

	private final List<Revocation> revocations;

	private final DamagedKeys damage;

	private final Map<Path, SeenFile> others = new HashMap<>();

	private long lastNumber;

	OpenKeystore(WrappingMode mode, AesKey dataKey, KeyFile file, KeyFileScan scan) {
		this.mode = mode;
		this.dataKey = dataKey;
		this.file = file;
		this.records = List.copyOf(scan.records());
		this.revocations = List.copyOf(scan.revocations());
		this.damage = scan.damage();
		this.lastNumber = scan.lastNumber();
	}

	WrappingMode mode() {
		return this.mode;
	}

	/**
	 * The intact records that were there when the keystore was opened.
	 */
	List<KeyRecord> records() {
		return this.records;
	}

	/**
	 * The revocations that were there when the keystore was opened.
	 */
	List<Revocation> revocations() {
		return this.revocations;
	}

	DamagedKeys damage() {
		return this.damage;
	}

	/**
	 * Watches another file of the keystore, as it is now, from now on.
	 */
	synchronized void watch(KeystoreFiles files, Path path) {
		this.others.put(path, SeenFile.now(files, path));
	}

	/**
	 * Makes sure that nobody else changed the keystore's files since they were read or
	 * written, so that no key is added to files that a restore replaces, or that are one.
	 * @throws dev.registrysync.problem.ProblemException {@code KEYSTORE_MISSING} or
	 * {@code KEYSTORE_CHANGED}
	 */
	synchronized void requireUnchanged() {
		this.others.values().forEach(SeenFile::requireUnchanged);
		this.file.requireUnchanged();
	}

	/**
	 * Encrypts a key as the next but {@code ahead} record.
	 */
	KeyRecord seal(PrivateKey key, KeyFacts facts, Instant now, int ahead) {
		KeyRecord.Label label = new KeyRecord.Label(this.lastNumber + 1 + ahead, facts, now);
		return new KeyRecord(label, seal(key, label.bound()));
	}

	/**
	 * Encrypts a key together with what is bound to it.
	 */
	Sealed seal(PrivateKey key, byte[] bound) {
		return this.dataKey.seal(key.toBytes(), bound);
	}

	/**
	 * Adds sealed keys durably: all of them or, if that fails, none.
	 */
	synchronized void append(List<KeyRecord> sealed) {
		requireUnchanged();
		String lines = sealed.stream().map(KeyRecord::toLine).collect(Collectors.joining());
		this.file.append(lines.getBytes(US_ASCII));
		this.lastNumber += sealed.size();
	}

	/**
	 * Adds a revocation durably.
	 */
	synchronized void append(Revocation revocation) {
		requireUnchanged();
		long number = this.lastNumber + 1;
		Sealed seal = this.dataKey.seal(new byte[32], RevocationRecord.bound(number, revocation));
		this.file.append(new RevocationRecord(number, revocation, seal).toLine().getBytes(US_ASCII));
		this.lastNumber = number;
	}

	/**
	 * Decrypts a key; the caller closes it.
	 */
	PrivateKey open(KeyRecord record) {
		return find(record.sealed(), record.label().bound())
			.orElseThrow(() -> new IllegalStateException("a record in memory has changed: " + record.owner()));
	}

	/**
	 * Decrypts a key; the caller closes it. Empty if it, or what is bound to it, is not
	 * what was sealed.
	 */
	Optional<PrivateKey> find(Sealed sealed, byte[] bound) {
		return this.dataKey.open(sealed, bound).map((secret) -> {
			try {
				return PrivateKey.copyOf(secret);
			}
			finally {
				Arrays.fill(secret, (byte) 0);
			}
		});
	}

	@Override
	public void close() {
		this.dataKey.close();
	}

}
