package dev.registrysync.keys;

import java.time.Clock;
import java.util.Optional;

import dev.registrysync.identity.PersonalMessage;
import dev.registrysync.identity.PrivateKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.ServiceIdentity;
import dev.registrysync.identity.ServiceKeyFacts;
import dev.registrysync.identity.Signature;
import org.jspecify.annotations.Nullable;

/**
 * The service's own key: in a file of its own, encrypted like the keys of entries, and
 * never given to one. Safe for use by several threads.
 */
final class ServiceKey implements ServiceIdentity {

	private final KeystoreFiles files;

	private final OpenKeystore keystore;

	private final Secp256k1 secp256k1;

	private final Clock clock;

	private volatile @Nullable ServiceKeyRecord record;

	/**
	 * Reads the key, if there is one.
	 * @throws dev.registrysync.problem.ProblemException {@code KEYSTORE_DAMAGED} if it is
	 * not what was written
	 */
	ServiceKey(KeystoreFiles files, OpenKeystore keystore, Secp256k1 secp256k1, Clock clock) {
		this.files = files;
		this.keystore = keystore;
		this.secp256k1 = secp256k1;
		this.clock = clock;
		this.record = files.read(files.service()).map(this::intact).orElse(null);
		if (this.record != null) {
			keystore.watch(files, files.service());
		}
	}

	private ServiceKeyRecord intact(byte[] bytes) {
		ServiceKeyRecord read = ServiceKeyRecord.find(bytes)
			.orElseThrow(() -> KeystoreFailure.damaged(this.files.service(),
					"the service's own key does not have the form of a record"));
		try (PrivateKey key = this.keystore.find(read.sealed(), read.label().bound())
			.orElseThrow(() -> KeystoreFailure.damaged(this.files.service(),
					"the authentication tag of the service's own key does not match"))) {
			if (!this.secp256k1.addressOf(key).equals(read.label().facts().address())) {
				throw KeystoreFailure.damaged(this.files.service(),
						"the service's own key does not belong to the address that stands beside it");
			}
			return read;
		}
	}

	@Override
	public Optional<ServiceKeyFacts> find() {
		return Optional.ofNullable(this.record).map((known) -> known.label().facts());
	}

	@Override
	public synchronized ServiceKeyFacts make(String after) {
		if (this.record != null) {
			throw new IllegalStateException("the service has a key");
		}
		this.keystore.requireUnchanged();
		try (PrivateKey key = this.secp256k1.generate()) {
			ServiceKeyFacts facts = new ServiceKeyFacts(this.secp256k1.addressOf(key), after);
			ServiceKeyRecord.Label label = new ServiceKeyRecord.Label(facts, this.clock.instant());
			ServiceKeyRecord made = new ServiceKeyRecord(label, this.keystore.seal(key, label.bound()));
			this.files.replace(this.files.service(), made.toBytes());
			this.keystore.watch(this.files, this.files.service());
			this.record = made;
			return facts;
		}
	}

	@Override
	public Signature sign(String text) {
		ServiceKeyRecord known = Optional.ofNullable(this.record)
			.orElseThrow(() -> new IllegalStateException("the service has no key"));
		try (PrivateKey key = this.keystore.find(known.sealed(), known.label().bound()).orElseThrow()) {
			return this.secp256k1.sign(PersonalMessage.hash(text), key);
		}
	}

	@Override
	public String toString() {
		return "ServiceKey[%s]".formatted(find().map((facts) -> facts.address().toString()).orElse("none"));
	}

}
