package dev.registrysync.history;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.HistoryText;
import dev.registrysync.identity.MalformedSignatureException;
import dev.registrysync.identity.PersonalMessage;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.ServiceIdentity;
import dev.registrysync.identity.ServiceKeyFacts;
import dev.registrysync.identity.Signature;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Revision;
import dev.registrysync.registry.Sha256;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Signs lines of the journal, and says whether a line stands on the service's word.
 */
final class ChainSeal {

	static final String PREVIOUS = "previous";

	static final String SIGNATURE = "signature";

	private final UUID registryId;

	private final ServiceIdentity service;

	private final Secp256k1 secp256k1;

	ChainSeal(UUID registryId, ServiceIdentity service, Secp256k1 secp256k1) {
		this.registryId = registryId;
		this.service = service;
		this.secp256k1 = secp256k1;
	}

	/**
	 * The address that lines are signed by; empty as long as none is.
	 */
	Optional<Address> findAddress() {
		return this.service.find().map(ServiceKeyFacts::address);
	}

	/**
	 * A line as it is written: with its link, last its signature, and the newline. The
	 * first line that is signed makes the key.
	 * @param previous the digest of the line before
	 */
	byte[] seal(JsonObject members, Revision revision, String previous) {
		if (this.service.find().isEmpty()) {
			this.service.make(previous);
		}
		byte[] line = JsonText.compactBytes(members.with(PREVIOUS, previous));
		String text = HistoryText.of(this.registryId, revision, previous, Sha256.of(line));
		byte[] signature = ",\"%s\":\"%s\"}\n".formatted(SIGNATURE, this.service.sign(text).hex()).getBytes(US_ASCII);
		byte[] signed = Arrays.copyOf(line, line.length - 1 + signature.length);
		System.arraycopy(signature, 0, signed, line.length - 1, signature.length);
		return signed;
	}

	/**
	 * Whether the service vouches for this line and so, as each has the digest of the one
	 * before, for all before it: it signed the line or, of lines older than its key, knew
	 * it as the last one.
	 */
	boolean isVouched(SealedLine line) {
		return line.signature()
			.map((signature) -> isSigned(line, signature))
			.orElseGet(() -> this.service.find().filter((key) -> key.after().equals(line.digest())).isPresent());
	}

	private boolean isSigned(SealedLine line, String signature) {
		return findSigner(line, signature).filter((address) -> findAddress().equals(Optional.of(address))).isPresent();
	}

	/**
	 * The address whose key made the signature; empty if none could have, or if it is not
	 * spelled as we do.
	 */
	private Optional<Address> findSigner(SealedLine line, String signature) {
		try {
			String text = HistoryText.of(this.registryId, line.record().revision(), line.previous(),
					line.unsignedDigest());
			Signature parsed = Signature.parse(signature);
			return parsed.hex().equals(signature) ? this.secp256k1.recover(PersonalMessage.hash(text), parsed)
					: Optional.empty();
		}
		catch (MalformedSignatureException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Why a line that the service does not vouch for is not good.
	 */
	String whyNot(SealedLine line) {
		Optional<Address> address = findAddress();
		if (line.signature().isEmpty()) {
			return "it is not signed, although the service had a key by then";
		}
		if (address.isEmpty()) {
			return "it is signed, but the keystore has no key of the service's own: restore the keystore directory";
		}
		return "it was not signed by the service's key, %s".formatted(address.get());
	}

}
