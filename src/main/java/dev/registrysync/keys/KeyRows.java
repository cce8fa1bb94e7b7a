package dev.registrysync.keys;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

import dev.registrysync.database.Micros;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of {@code keystore.key} and authenticates them: a row of which anything is
 * not as it was sealed is no key.
 */
final class KeyRows {

	/** The columns are read by their places, as looking for their names costs more. */
	static final String COLUMNS = "kind, id, version, address, created_at, sealed, "
			+ "revoked_from, revoked_at, revoked_why, revocation_seal";

	private final OpenKeystore keystore;

	KeyRows(OpenKeystore keystore) {
		this.keystore = keystore;
	}

	/**
	 * Reads the owner of a row; empty if it names none.
	 */
	static Optional<EntryRef> owner(ResultSet row) throws SQLException {
		return new Owner(row.getString(1), row.getString(2), 0).find();
	}

	/**
	 * Reads a key that is here.
	 */
	Row row(ResultSet row, int number) throws SQLException {
		return new Row(row.getString(2), row.getLong(3), find(row));
	}

	private Optional<StoredKey> find(ResultSet row) throws SQLException {
		try {
			KeyFacts facts = facts(row);
			Instant createdAt = Micros.toInstant(row.getLong(5));
			Sealed sealed = sealed(row, 6);
			@Nullable SealedRevocation revocation = hasRevocation(row) ? revocation(row, facts) : null;
			boolean authentic = this.keystore.isAuthentic(sealed, StoredKey.bound(facts, createdAt))
					&& (revocation == null || isAuthentic(revocation));
			return authentic ? Optional.of(new StoredKey(facts, createdAt, sealed, revocation, false))
					: Optional.empty();
		}
		catch (IllegalArgumentException | ArithmeticException | DateTimeException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Reads the revocation of a key that may be here or not; empty if it is not
	 * authentic.
	 */
	Optional<Revocation> revocation(ResultSet row, int number) throws SQLException {
		try {
			SealedRevocation read = revocation(row, facts(row));
			return isAuthentic(read) ? Optional.of(read.revocation()) : Optional.empty();
		}
		catch (IllegalArgumentException | ArithmeticException | DateTimeException ex) {
			return Optional.empty();
		}
	}

	private boolean isAuthentic(SealedRevocation revocation) {
		return this.keystore.isAuthentic(revocation.seal(), SealedRevocation.bound(revocation.revocation()));
	}

	private static KeyFacts facts(ResultSet row) throws SQLException {
		EntryRef owner = owner(row).orElseThrow(() -> new IllegalArgumentException("owner"));
		String address = row.getString(4);
		return new KeyFacts(owner, Math.toIntExact(row.getLong(3)),
				Address.find(address)
					.filter((read) -> read.toString().equals(address))
					.orElseThrow(() -> new IllegalArgumentException("address")));
	}

	/**
	 * Returns whether any column of a revocation holds something.
	 */
	private static boolean hasRevocation(ResultSet row) throws SQLException {
		for (int column = 7; column <= 10; column++) {
			if (row.getObject(column) != null) {
				return true;
			}
		}
		return false;
	}

	private static SealedRevocation revocation(ResultSet row, KeyFacts key) throws SQLException {
		String reason = row.getString(9);
		long at = row.getLong(8);
		Revocation revocation = new Revocation(key, new Revision(row.getLong(7)), Micros.toInstant(at),
				(reason != null) ? reason : "");
		if (Micros.of(revocation.at()) != at) {
			throw new IllegalArgumentException("revoked_at");
		}
		return new SealedRevocation(revocation, sealed(row, 10));
	}

	private static Sealed sealed(ResultSet row, int column) throws SQLException {
		byte[] bytes = row.getBytes(column);
		if (bytes == null || bytes.length != Sealed.LENGTH) {
			throw new IllegalArgumentException("sealed");
		}
		return new Sealed(bytes);
	}

	/**
	 * The owner of keys as their rows name it.
	 *
	 * @param kind the kind
	 * @param id the id
	 * @param version its first version
	 */
	record Owner(String kind, String id, long version) {

		/** Stands before all others. */
		static final Owner NONE = new Owner("", "", 0);

		/**
		 * Returns the entry with that name; empty if none can have it.
		 */
		Optional<EntryRef> find() {
			return EntryId.find(this.id)
				.flatMap((valid) -> Kind.find(this.kind).map((named) -> new EntryRef(named, valid)));
		}

		@Override
		public String toString() {
			return this.kind + "/" + this.id;
		}

	}

	/**
	 * A row that holds a key.
	 *
	 * @param id the owner's id
	 * @param version the version
	 * @param key the key; empty if the row is not as it was written
	 */
	record Row(String id, long version, Optional<StoredKey> key) {
	}

}
