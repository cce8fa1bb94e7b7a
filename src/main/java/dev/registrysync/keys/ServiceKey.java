package dev.registrysync.keys;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.PersonalMessage;
import dev.registrysync.identity.PrivateKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.ServiceIdentity;
import dev.registrysync.identity.ServiceKeyFacts;
import dev.registrysync.identity.Signature;
import dev.registrysync.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Holds the service's own key: in a table of its own, encrypted like the keys of entries,
 * and never given to one. Safe for use by several threads.
 */
final class ServiceKey implements ServiceIdentity {

	private final KeystoreFiles files;

	private final ServiceTable table;

	private final OpenKeystore keystore;

	private final Secp256k1 secp256k1;

	private final Clock clock;

	private volatile ServiceTable.@Nullable Row row;

	private ServiceKey(KeystoreFiles files, ServiceTable table, OpenKeystore keystore, Secp256k1 secp256k1,
			Clock clock) {
		this.files = files;
		this.table = table;
		this.keystore = keystore;
		this.secp256k1 = secp256k1;
		this.clock = clock;
	}

	/**
	 * Reads the key, if there is one.
	 * @throws ProblemException {@code KEYSTORE_DAMAGED} if it is not what was written
	 */
	static ServiceKey read(KeystoreFiles files, ServiceTable table, OpenKeystore keystore, Secp256k1 secp256k1,
			Clock clock) {
		ServiceKey service = new ServiceKey(files, table, keystore, secp256k1, clock);
		service.row = table.findKey().map(service::intact).orElse(null);
		return service;
	}

	private ServiceTable.Row intact(ServiceTable.Row read) {
		try (PrivateKey key = open(read)) {
			if (!this.secp256k1.addressOf(key).toString().equals(read.address())) {
				throw damaged("does not belong to the address that stands beside it");
			}
			return read;
		}
	}

	private PrivateKey open(ServiceTable.Row read) {
		return this.keystore.open(read.sealed(), bound(read.version(), read.address(), read.after(), read.createdAt()))
			.orElseThrow(() -> damaged("has an authentication tag that does not match"));
	}

	private ProblemException damaged(String what) {
		return KeystoreFailure.damaged(this.files.database(), "the service's own key " + what);
	}

	private static byte[] bound(long version, String address, String after, Instant createdAt) {
		return String
			.join("\n", "registry-sync/service/1", String.valueOf(version), address, createdAt.toString(), after)
			.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public Optional<ServiceKeyFacts> find() {
		return Optional.ofNullable(this.row)
			.map((known) -> new ServiceKeyFacts(Address.find(known.address()).orElseThrow(), known.after()));
	}

	@Override
	public synchronized ServiceKeyFacts make(String after) {
		if (this.row != null) {
			throw new IllegalStateException("the service has a key");
		}
		this.keystore.requireUnchanged();
		try (PrivateKey key = this.secp256k1.generate()) {
			Address address = this.secp256k1.addressOf(key);
			Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
			Sealed sealed = this.keystore.seal(key, bound(1, address.toString(), after, now));
			ServiceTable.Row made = new ServiceTable.Row(1, address.toString(), after, now, sealed);
			this.table.insert(made);
			this.row = made;
			return new ServiceKeyFacts(address, after);
		}
	}

	@Override
	public Signature sign(String text) {
		ServiceTable.Row known = Optional.ofNullable(this.row)
			.orElseThrow(() -> new IllegalStateException("the service has no key"));
		try (PrivateKey key = open(known)) {
			return this.secp256k1.sign(PersonalMessage.hash(text), key);
		}
	}

	@Override
	public String toString() {
		return "ServiceKey[%s]".formatted(find().map((facts) -> facts.address().toString()).orElse("none"));
	}

}
