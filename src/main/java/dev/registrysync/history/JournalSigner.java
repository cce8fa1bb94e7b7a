package dev.registrysync.history;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

import dev.registrysync.history.JournalRow.Event;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.HistoryText;
import dev.registrysync.identity.HistoryText.Columns;
import dev.registrysync.identity.MalformedSignatureException;
import dev.registrysync.identity.PersonalMessage;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.ServiceIdentity;
import dev.registrysync.identity.ServiceKeyFacts;
import dev.registrysync.identity.Signature;
import dev.registrysync.registry.Sha256;

/**
 * Signs rows of the journal, and checks the signatures.
 */
final class JournalSigner {

	private final UUID registryId;

	private final ServiceIdentity service;

	private final Secp256k1 secp256k1;

	JournalSigner(UUID registryId, ServiceIdentity service, Secp256k1 secp256k1) {
		this.registryId = registryId;
		this.service = service;
		this.secp256k1 = secp256k1;
	}

	UUID registryId() {
		return this.registryId;
	}

	/**
	 * The address that rows are signed by; empty as long as none is.
	 */
	Optional<Address> findAddress() {
		return this.service.find().map(ServiceKeyFacts::address);
	}

	/**
	 * Makes the service's key if there is none. Not within a transaction, as the key is
	 * kept elsewhere.
	 * @param last the digest of the last row, for which the new key vouches
	 */
	void requireKey(String last) {
		if (this.service.find().isEmpty()) {
			this.service.make(last);
		}
	}

	JournalRow sign(long sequence, Event event, String previous) {
		Columns columns = JournalRow.columns(sequence, event, previous);
		String text = HistoryText.of(this.registryId, columns, event.body());
		String signature = this.service.sign(text).hex();
		return new JournalRow(sequence, event, previous, signature, digest(text, signature));
	}

	private static String digest(String text, String signature) {
		return Sha256.of((text + "\nsignature: " + signature).getBytes(StandardCharsets.UTF_8));
	}

	private String text(JournalRow row) {
		return HistoryText.of(this.registryId, row.columns(), row.event().body());
	}

	/**
	 * Whether the row has the digest of what it says.
	 */
	boolean isWhole(JournalRow row) {
		return digest(text(row), row.signature()).equals(row.digest());
	}

	/**
	 * Whether the service vouches for the row and so, as each has the digest of the one
	 * before, for all before it: it signed the row or, of rows older than its key, knew
	 * it as the last one.
	 */
	boolean isVouched(JournalRow row) {
		return this.service.find()
			.filter((key) -> key.after().equals(row.digest()) || findSigner(row).equals(Optional.of(key.address())))
			.isPresent();
	}

	private Optional<Address> findSigner(JournalRow row) {
		try {
			Signature parsed = Signature.parse(row.signature());
			return parsed.hex().equals(row.signature())
					? this.secp256k1.recover(PersonalMessage.hash(text(row)), parsed) : Optional.empty();
		}
		catch (MalformedSignatureException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Why a row that the service does not vouch for is not good.
	 */
	String whyNot() {
		return findAddress().map((address) -> "it was not signed by the service's key, " + address)
			.orElse("it is signed, but the keystore has no key of the service's own: restore the keystore directory");
	}

}
