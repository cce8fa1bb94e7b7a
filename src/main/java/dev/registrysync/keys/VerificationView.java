package dev.registrysync.keys;

import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.registrysync.identity.Address;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code POST /verify}.
 */
@Schema(name = "Verification", description = "What a signature is worth.")
record VerificationView(boolean valid, @JsonProperty("recovered_address") @Schema(
		description = "Whose key made the signature over this message; null if it is malformed or no key could have") @Nullable String recoveredAddress,
		@Schema(description = "WRONG_KEY: another key of this service signed this message; WRONG_MESSAGE: the key signed another message; WRONG_KEY_OR_MESSAGE: the message or the key differs, and nobody can tell which; MALFORMED: the signature or the address does not have its form; UNKNOWN_KEY: the entry has no key; REVOKED: its key was revoked, and a signature does not tell when it was made") SignatureVerdict verdict,
		@Schema(description = "One sentence; empty if the signature is valid") String reason) {

	static VerificationView of(Optional<Address> recovered, Verification verification) {
		return new VerificationView(verification.verdict() == SignatureVerdict.VALID,
				recovered.map(Address::toString).orElse(null), verification.verdict(), verification.reason());
	}

}
