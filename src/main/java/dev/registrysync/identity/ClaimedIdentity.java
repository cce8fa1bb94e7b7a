package dev.registrysync.identity;

import java.util.Optional;

import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;

import org.jspecify.annotations.Nullable;

/**
 * What the {@code identity} member of an entry says, before anything is verified.
 */
public sealed interface ClaimedIdentity {

	/**
	 * The address that the entry claims, or would claim were its case right.
	 */
	Optional<Address> findAddress();

	/**
	 * Reads an entry's identity; whatever it is, it is one of the three.
	 */
	static ClaimedIdentity of(JsonObject members) {
		Json identity = members.find("identity").orElse(JsonLiteral.NULL);
		if (isPlaceholder(identity)) {
			return new Placeholder();
		}
		return (identity instanceof JsonObject object) ? of(object, object.findText("public_key").orElse(""))
				: new Malformed("the member identity is not an object", null);
	}

	private static ClaimedIdentity of(JsonObject identity, String publicKey) {
		if (!Address.looksLikeOne(publicKey)) {
			return new Placeholder();
		}
		return Address.find(publicKey)
			.<ClaimedIdentity>map((address) -> new Claimed(address, identity))
			.orElseGet(() -> new Malformed("the checksum of identity.public_key is wrong (EIP-55)",
					Address.ignoringCase(publicKey)));
	}

	/**
	 * Whether a value only holds the place of one to come: null, empty or
	 * {@code PENDING_…}.
	 */
	static boolean isPlaceholder(Json value) {
		if (value instanceof JsonString string) {
			return string.value().isBlank() || string.value().startsWith("PENDING_");
		}
		return value == JsonLiteral.NULL || value.equals(JsonObject.EMPTY);
	}

	/**
	 * No identity yet: it is to be made.
	 */
	record Placeholder() implements ClaimedIdentity {

		@Override
		public Optional<Address> findAddress() {
			return Optional.empty();
		}

	}

	/**
	 * An address in good form.
	 *
	 * @param address what the entry calls its public key
	 * @param identity the whole member
	 */
	record Claimed(Address address, JsonObject identity) implements ClaimedIdentity {

		@Override
		public Optional<Address> findAddress() {
			return Optional.of(this.address);
		}

	}

	/**
	 * Something that is neither; it is never replaced unless it means our key's address.
	 *
	 * @param reason one sentence
	 * @param intended the address that the digits would be, were their case right
	 */
	record Malformed(String reason, @Nullable Address intended) implements ClaimedIdentity {

		@Override
		public Optional<Address> findAddress() {
			return Optional.ofNullable(this.intended);
		}

	}

}
