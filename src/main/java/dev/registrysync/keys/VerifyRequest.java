package dev.registrysync.keys;

import dev.registrysync.problem.InvalidRequestException;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /verify}.
 */
@Schema(description = "A text, its signature, and who is said to have made it: an address, or an entry.",
		example = """
				{"message": "hello", "address": "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
				 "signature": "0xf16ea9a3478698f695fd1401bfe27e9e4a7e8e3da94aa72b021125e31fa899cc573c48ea3fe1d4ab61a9db10c19032026e3ed2dbccba5a178235ac27f94504311c"}""")
record VerifyRequest(
		@Schema(description = "The text that was signed.",
				requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String message,
		@Schema(description = "130 hex digits with or without 0x; v is 0, 1, 27 or 28.",
				requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String signature,
		@Schema(description = "The signer's address; not together with kind and id.") @Nullable String address,
		@Schema(description = "The signer's kind, with id.", allowableValues = {
				"agents", "tools" }) @Nullable String kind,
		@Schema(description = "The signer's id, with kind.") @Nullable String id){

	/**
	 * Who is said to have signed: exactly one of the two ways.
	 * @throws InvalidRequestException naming the member that is missing or too much
	 */
	Signer signer() {
		if (this.address != null) {
			if (this.kind != null || this.id != null) {
				throw new InvalidRequestException("address", "must not stand beside kind and id: say who in one way");
			}
			return new Signer.Addressed(this.address);
		}
		if (this.kind == null && this.id == null) {
			throw new InvalidRequestException("address", "is missing, and so are kind and id: say who signed");
		}
		if (this.kind == null || this.id == null) {
			throw new InvalidRequestException((this.kind == null) ? "kind" : "id", "is missing beside the other");
		}
		return new Signer.Named(RequestedEntry.of(this.kind, this.id));
	}

}
