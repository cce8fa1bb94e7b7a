package dev.registrysync.keys;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import dev.registrysync.database.Database;
import dev.registrysync.database.Micros;
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
 * Holds the service's own key: in the table {@code keystore.service_key}, encrypted like
 * the keys of entries, and never given to one. Safe for use by several threads.
 */
final class ServiceKey implements ServiceIdentity {

	private final Database database;

	private final OpenKeystore keystore;

	private final Secp256k1 secp256k1;

	private final Clock clock;

	private volatile @Nullable Row row;

	/**
	 * Reads the key, if there is one.
	 * @throws ProblemException {@code KEYSTORE_DAMAGED} if it is not what was written
	 */
	ServiceKey(Database database, OpenKeystore keystore, Secp256k1 secp256k1, Clock clock) {
		this.database = database;
		this.keystore = keystore;
		this.secp256k1 = secp256k1;
		this.clock = clock;
		this.row = database.read((sql) -> sql.sql("""
				select version, address, after_digest, created_at, sealed from keystore.service_key
				order by version desc
				limit 1""").query(Row::read).optional()).orElse(null);
		Optional.ofNullable(this.row).ifPresent(this::requireIntact);
	}

	private void requireIntact(Row read) {
		try (PrivateKey key = open(read)) {
			if (!this.secp256k1.addressOf(key).toString().equals(read.address())) {
				throw damaged("does not belong to the address that stands beside it");
			}
		}
	}

	private PrivateKey open(Row read) {
		return this.keystore.open(read.sealed(), bound(read.version(), read.address(), read.after(), read.createdAt()))
			.orElseThrow(() -> damaged("has an authentication tag that does not match"));
	}

	private ProblemException damaged(String what) {
		return KeystoreFailure.damaged(this.keystore.files().database(), "the service's own key " + what);
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
			Row made = new Row(1, address.toString(), after, now, sealed);
			insert(made);
			this.row = made;
			return new ServiceKeyFacts(address, after);
		}
	}

	private void insert(Row made) {
		this.database.write((sql) -> sql.sql("""
				insert into keystore.service_key (version, address, after_digest, created_at, sealed)
				values (:version, :address, :after, :at, :sealed)""")
			.param("version", made.version())
			.param("address", made.address())
			.param("after", made.after())
			.param("at", Micros.of(made.createdAt()))
			.param("sealed", made.sealed().bytes())
			.update());
	}

	@Override
	public Signature sign(String text) {
		Row known = Optional.ofNullable(this.row)
			.orElseThrow(() -> new IllegalStateException("the service has no key"));
		try (PrivateKey key = open(known)) {
			return this.secp256k1.sign(PersonalMessage.hash(text), key);
		}
	}

	@Override
	public String toString() {
		return "ServiceKey[%s]".formatted(find().map((facts) -> facts.address().toString()).orElse("none"));
	}

	/**
	 * A row of the table.
	 *
	 * @param version 1 for the first key
	 * @param address its address
	 * @param after the digest of the last line of the history before it
	 * @param createdAt when it was made
	 * @param sealed the private key, encrypted
	 */
	private record Row(long version, String address, String after, Instant createdAt, Sealed sealed) {

		private static Row read(ResultSet row, int number) throws SQLException {
			return new Row(row.getLong(1), row.getString(2), row.getString(3), Micros.toInstant(row.getLong(4)),
					new Sealed(row.getBytes(5)));
		}

	}

}
