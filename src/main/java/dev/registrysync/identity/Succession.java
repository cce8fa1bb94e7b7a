package dev.registrysync.identity;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;

/**
 * An older key's signed statement that the entry's present key succeeds it.
 *
 * @param from the older key
 * @param signature over {@link SuccessionText}, by the older key
 */
public record Succession(KeyFacts from, Signature signature) {

	/** The first line of the signed text and the {@code scheme} member. */
	public static final String SCHEME = Attestation.SCHEME + " rotation";

	/** The member of an identity that holds it. */
	public static final String MEMBER = "succession";

	static final Set<String> MEMBERS = Set.of("scheme", "public_key", "key_version", "signature");

	/**
	 * The statement that an entry has of an older key, as it stands there: its signature
	 * is not verified.
	 */
	public static Optional<Succession> find(JsonObject entryMembers, KeyFacts from) {
		try {
			return entryMembers.findObject("identity")
				.flatMap((identity) -> identity.findObject(MEMBER))
				.filter((statement) -> statement.findText("public_key")
					.filter(from.address().toString()::equals)
					.isPresent())
				.flatMap((statement) -> statement.findText("signature"))
				.map((signature) -> new Succession(from, Signature.parse(signature)));
		}
		catch (MalformedSignatureException ex) {
			return Optional.empty();
		}
	}

	JsonObject toJson() {
		Map<String, Json> members = new LinkedHashMap<>();
		members.put("scheme", new JsonString(SCHEME));
		members.put("public_key", new JsonString(this.from.address().toString()));
		members.put("key_version", IdentityMembers.keyVersion(this.from));
		members.put("signature", new JsonString(this.signature.hex()));
		return JsonObject.copyOf(members);
	}

}
