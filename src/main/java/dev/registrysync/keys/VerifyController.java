package dev.registrysync.keys;

import java.util.Optional;

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
import io.swagger.v3.oas.annotations.tags.Tag;

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

	private final KeyService keys;

	private final Secp256k1 secp256k1;

	private final SignedTexts texts;

	VerifyController(KeyService keys, Secp256k1 secp256k1, SignedTexts texts) {
		this.keys = keys;
		this.texts = texts;
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
		Signer signer = request.signer();
		try {
			Signature signature = Signature.parse(request.signature());
			Optional<Address> recovered = this.secp256k1.recover(PersonalMessage.hash(message), signature);
			Mismatch mismatch = new Mismatch(this.keys, this.texts, this.secp256k1, signature);
			return VerificationView.of(recovered, signer.verify(recovered, this.keys, mismatch));
		}
		catch (MalformedSignatureException ex) {
			return VerificationView.of(Optional.empty(),
					Verification.malformed("Malformed: %s.".formatted(ex.getMessage())));
		}
	}

}
