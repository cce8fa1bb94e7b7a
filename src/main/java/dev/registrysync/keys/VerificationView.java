package dev.registrysync.keys;

import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.Verdict;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code POST /verify}.
 */
@Schema(name = "Verification", description = "What a signature is worth.")
record VerificationView(boolean valid, @JsonProperty("recovered_address") @Schema(
		description = "Whose key made the signature over this message; null if it is malformed or no key could have") @Nullable String recoveredAddress,
		@Schema(description = "WRONG_KEY: somebody else signed, or another text; MALFORMED: the signature or the address does not have its form; UNKNOWN_KEY: the entry has no key; REVOKED: its key was revoked, and a signature does not tell when it was made",
				allowableValues = {
						"VALID", "WRONG_KEY", "MALFORMED", "UNKNOWN_KEY", "REVOKED" }) Verdict verdict){

	static VerificationView of(Optional<Address> recovered, Verdict verdict) {
		return new VerificationView(verdict == Verdict.VALID, recovered.map(Address::toString).orElse(null), verdict);
	}

}
