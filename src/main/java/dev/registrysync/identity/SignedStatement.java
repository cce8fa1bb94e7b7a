package dev.registrysync.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;

/**
 * A text that an entry carries a signature of, with that signature, which is not verified
 * here.
 *
 * @param purpose {@code registration}, {@code attestation}, {@code succession} or
 * {@code revocation}
 * @param signer the address that is said to have signed
 * @param text the exact text, which is signed as a personal message (EIP-191)
 * @param signature the signature
 */
public record SignedStatement(String purpose, Address signer, String text, Signature signature) {

	/**
	 * Returns the statements of an entry: those whose signatures have the form of one.
	 * None if the entry has no address.
	 * @param registryId the registry that the entry is in
	 * @param service the service's own key; empty if there is none
	 */
	public static List<SignedStatement> of(UUID registryId, Entry entry, Optional<ServiceKeyFacts> service) {
		List<SignedStatement> statements = new ArrayList<>();
		if (ClaimedIdentity.of(entry.members()) instanceof ClaimedIdentity.Claimed claimed) {
			JsonObject identity = claimed.identity();
			String text = RegistrationText.of(entry.ref(), entry.members());
			findSignature(identity).map((made) -> new SignedStatement("registration", claimed.address(), text, made))
				.ifPresent(statements::add);
			findKey(entry.ref(), identity).ifPresent((key) -> {
				findAttestation(registryId, entry.ref(), identity, key).ifPresent(statements::add);
				findSuccession(registryId, entry.ref(), identity, key).ifPresent(statements::add);
				service.flatMap((signer) -> findRevocation(registryId, entry.ref(), identity, key, signer.address()))
					.ifPresent(statements::add);
			});
		}
		return statements;
	}

	/**
	 * Returns the address and the version of the key that an entry's identity or the
	 * statement of a succession names.
	 */
	public static Optional<KeyFacts> findKey(EntryRef ref, JsonObject named) {
		OptionalLong version = named.find("key_version")
			.filter(JsonNumber.class::isInstance)
			.map((number) -> ((JsonNumber) number).findWhole(Integer.MAX_VALUE))
			.orElse(OptionalLong.empty());
		return named.findText("public_key")
			.flatMap(Address::find)
			.filter((address) -> version.isPresent() && version.getAsLong() > 0)
			.map((address) -> new KeyFacts(ref, (int) version.getAsLong(), address));
	}

	private static Optional<SignedStatement> findAttestation(UUID registryId, EntryRef ref, JsonObject identity,
			KeyFacts key) {
		try {
			return identity.find("attestation")
				.map(Attestation::read)
				.map((attestation) -> new SignedStatement("attestation", key.address(),
						Attestation.text(registryId, ref, key, attestation.content(), attestation.revision()),
						attestation.signature()));
		}
		catch (MalformedAttestationException ex) {
			return Optional.empty();
		}
	}

	private static Optional<SignedStatement> findSuccession(UUID registryId, EntryRef ref, JsonObject identity,
			KeyFacts key) {
		return identity.findObject(Succession.MEMBER)
			.flatMap((statement) -> findKey(ref, statement)
				.flatMap((from) -> findSignature(statement).map((made) -> new SignedStatement(Succession.MEMBER,
						from.address(), Succession.text(registryId, ref, from, key), made))));
	}

	/**
	 * The mark names no address: it is about the version of the entry's key with its
	 * number.
	 */
	private static Optional<SignedStatement> findRevocation(UUID registryId, EntryRef ref, JsonObject identity,
			KeyFacts key, Address signer) {
		return RevocationMark.find(identity)
			.filter((mark) -> mark.keyVersion() == key.version())
			.map((mark) -> new SignedStatement(RevocationMark.MEMBER, signer,
					RevocationMark.text(registryId, ref, key, mark.from()), mark.signature()));
	}

	private static Optional<Signature> findSignature(JsonObject named) {
		try {
			return named.findText("signature").map(Signature::parse);
		}
		catch (MalformedSignatureException ex) {
			return Optional.empty();
		}
	}

}
