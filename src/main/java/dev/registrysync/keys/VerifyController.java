package dev.registrysync.keys;

import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.MalformedSignatureException;
import dev.registrysync.identity.PersonalMessage;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.Signature;
import dev.registrysync.problem.Fails;
import dev.registrysync.problem.InvalidRequestException;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.Succeeds;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Says of any signature who made it.
 */
@RestController
@Tag(name = "Keys")
class VerifyController {

	private final SignatureVerifier verifier;

	private final Secp256k1 secp256k1;

	VerifyController(KeyService keys, Secp256k1 secp256k1, SignedTexts texts) {
		this.verifier = new SignatureVerifier(keys, secp256k1, texts);
		this.secp256k1 = secp256k1;
	}

	@PostMapping(path = "/verify", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "verify", summary = "Verify a signature over a text",
			description = """
					Recovers the signer of a personal message (EIP-191) and compares it with an address, or with the key \
					that an entry has now. A changed message looks like another signer; the verdict says which of the two \
					differs, as far as that can be known. Whatever the signature is, the answer is 200 with a verdict. What an older key \
					signed is verified with its address.""")
	@Succeeds(value = "The verdict", examples = { "keys/VALID.json", "keys/WRONG_MESSAGE.json", "keys/MALFORMED.json" })
	@Fails(value = ProblemCode.INVALID_REQUEST, when = "A member is missing or wrong, or both ways of saying who",
			example = "keys/nobody.json")
	VerificationView verify(@RequestBody VerifyRequest request) {
		String message = Challenge.text("message", request.message());
		if (request.signature() == null) {
			throw new InvalidRequestException("signature", "is missing");
		}
		request.requireOneSigner();
		try {
			Signature signature = Signature.parse(request.signature());
			Optional<Address> recovered = this.secp256k1.recover(PersonalMessage.hash(message), signature);
			return (request.address() != null) ? this.verifier.verifyAddress(request.address(), recovered, signature)
					: this.verifier.verifyEntry(
							RequestedEntry.of(String.valueOf(request.kind()), String.valueOf(request.id())), recovered,
							signature);
		}
		catch (MalformedSignatureException ex) {
			return VerificationView.of(Verdict.MALFORMED, Optional.empty(),
					"Malformed: %s.".formatted(ex.getMessage()));
		}
	}

	/**
	 * The body of {@code POST /verify}.
	 */
	@Schema(name = "VerifyRequest",
			description = "A text, its signature, and who is said to have made it: an address, or an entry.",
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
		 * Makes sure that the request says who signed in exactly one of the two ways.
		 * @throws InvalidRequestException naming the member that is missing or too much
		 */
		void requireOneSigner() {
			if (this.address != null) {
				if (this.kind != null || this.id != null) {
					throw new InvalidRequestException("address",
							"must not stand beside kind and id: say who in one way");
				}
				SignatureVerifier.requireForm(this.address);
				return;
			}
			if (this.kind == null && this.id == null) {
				throw new InvalidRequestException("address", "is missing, and so are kind and id: say who signed");
			}
			if (this.kind == null || this.id == null) {
				throw new InvalidRequestException((this.kind == null) ? "kind" : "id", "is missing beside the other");
			}
			RequestedEntry.of(this.kind, this.id);
		}

	}

	/**
	 * The answer of {@code POST /verify}.
	 */
	@Schema(name = "Verification", description = "What a signature is worth.")
	record VerificationView(boolean valid, @JsonProperty("recovered_address") @Schema(
			description = "Whose key made the signature over this message; null if it is malformed or no key could have") @Nullable String recoveredAddress,
			@Schema(description = "WRONG_KEY: another key of this service signed this message; WRONG_MESSAGE: the key signed another message; WRONG_KEY_OR_MESSAGE: the message or the key differs, and nobody can tell which; MALFORMED: the signature or the address does not have its form; UNKNOWN_KEY: the entry has no key; REVOKED: its key was revoked, and a signature does not tell when it was made") Verdict verdict,
			@Schema(description = "One sentence; empty if the signature is valid") String reason) {

		static VerificationView of(Verdict verdict, Optional<Address> recovered, String reason) {
			return new VerificationView(verdict == Verdict.VALID, recovered.map(Address::toString).orElse(null),
					verdict, reason);
		}

	}

	/**
	 * What a signature over a message is worth.
	 */
	enum Verdict {

		/** The named key made it over this message. */
		VALID,

		/** Another key that this service holds made it over this message. */
		WRONG_KEY,

		/** The named key made it over another message. */
		WRONG_MESSAGE,

		/**
		 * Another message was signed, or a key signed that this service does not hold.
		 */
		WRONG_KEY_OR_MESSAGE,

		/** The signature or the address does not have its form. */
		MALFORMED,

		/** The entry has no key. */
		UNKNOWN_KEY,

		/** The key that made it was revoked. */
		REVOKED

	}

}
