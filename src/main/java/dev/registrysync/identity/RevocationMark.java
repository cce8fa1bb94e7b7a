package dev.registrysync.identity;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Revision;

/**
 * The service's signed statement in an entry that the entry's key is revoked.
 *
 * @param keyVersion the version that is revoked
 * @param from the last revision whose attestations by this version count
 * @param signature over {@link RevocationText}, by the service's key
 */
record RevocationMark(int keyVersion, Revision from, Signature signature) {

	/** The first line of the signed text. */
	static final String SCHEME = Attestation.SCHEME + " revocation";

	/** The member of an identity that holds it. */
	static final String MEMBER = "revocation";

	private static final Set<String> MEMBERS = Set.of("key_version", "from_revision", "signature");

	/**
	 * The mark of an identity, as it stands there: its signature is not verified. None if
	 * it does not have the form of one.
	 */
	static Optional<RevocationMark> find(JsonObject identity) {
		try {
			return identity.findObject(MEMBER)
				.filter((mark) -> mark.names().equals(MEMBERS))
				.flatMap(RevocationMark::read);
		}
		catch (MalformedSignatureException ex) {
			return Optional.empty();
		}
	}

	private static Optional<RevocationMark> read(JsonObject mark) {
		OptionalLong version = (mark.find("key_version").orElse(null) instanceof JsonNumber number)
				? number.findWhole(Integer.MAX_VALUE) : OptionalLong.empty();
		Optional<Revision> from = mark.find("from_revision").flatMap(Attestation::findRevision);
		Optional<Signature> signature = mark.findText("signature").map(Signature::parse);
		return (version.isPresent() && from.isPresent())
				? signature.map((made) -> new RevocationMark((int) version.getAsLong(), from.get(), made))
				: Optional.empty();
	}

	JsonObject toJson() {
		Map<String, Json> members = new LinkedHashMap<>();
		members.put("key_version", new JsonNumber(Integer.toString(this.keyVersion)));
		members.put("from_revision", new JsonNumber(this.from.toString()));
		members.put("signature", new JsonString(this.signature.hex()));
		return JsonObject.copyOf(members);
	}

}
