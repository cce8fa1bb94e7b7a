package dev.registrysync.keys;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

import dev.registrysync.identity.KeyFacts;
import dev.registrysync.problem.AuditNotes;
import dev.registrysync.problem.Fails;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.Succeeds;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Sha256;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows which keys there are, and lets them sign for others.
 */
@RestController
@Tag(name = "Keys",
		description = "The keys of agents and tools: public facts only, a private key never leaves the service")
class KeysController {

	private final KeyService keys;

	KeysController(KeyService keys) {
		this.keys = keys;
	}

	@GetMapping(path = "/keys", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "listKeys", summary = "List the keys",
			description = "Every version of every key: agents first, then tools, each in the order of their ids.")
	@Succeeds(value = "All keys that the keystore holds and can use", examples = "keys/list.json")
	Collection<KeyView> list() {
		return this.keys.allVersions();
	}

	@PostMapping(path = "/keys/{kind}/{id}/sign", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "sign", summary = "Sign a challenge", description = """
			Signs a text as a personal message (EIP-191) with the entity's key, so that it can show who it is. A \
			text that begins like one of ours, "agent_registration:", "tool_registration:" or "registry-sync/", \
			is refused, and so are texts of exactly 32 bytes, control characters, and the sign-in texts of wallets. \
			Needs the role sign, which may be limited to some entries. The audit log has the message's SHA-256.""")
	@Succeeds(value = "The signature", examples = "keys/signed.json")
	@Fails(value = ProblemCode.INVALID_REQUEST, when = "A member is missing or wrong, or there is no such kind")
	@Fails(value = ProblemCode.KEY_NOT_FOUND, when = "The entry has no key", example = "keys/key-not-found.json")
	@Fails(value = ProblemCode.KEY_REVOKED, when = "The key is revoked", example = "keys/key-revoked.json")
	@Fails(value = { ProblemCode.SIGNING_REFUSED, ProblemCode.MESSAGE_TOO_LONG },
			when = "The text is not signed on request, or longer than 4096 bytes of UTF-8",
			example = "keys/signing-refused.json")
	@Fails(value = { ProblemCode.KEYSTORE_DAMAGED, ProblemCode.KEYSTORE_INCOMPLETE },
			when = "The key's record in the keystore is damaged, or the key is missing")
	SignedView sign(@Parameter(schema = @Schema(allowableValues = { "agents", "tools" })) @PathVariable String kind,
			@PathVariable String id, @RequestBody SignRequest request, HttpServletRequest call) {
		EntryRef entry = RequestedEntry.of(kind, id);
		byte[] bytes = Challenge.text("message", request.message()).getBytes(StandardCharsets.UTF_8);
		AuditNotes.add(call, "message_sha256", Sha256.of(bytes).substring("sha256:".length()));
		String message = Challenge.of(request.message()).message();
		KeyFacts key = this.keys.signing(entry);
		String signature = this.keys.sign(key, List.of(message)).get(0).hex();
		return new SignedView(kind, id, key.version(), key.address().toString(), message, signature);
	}

	/**
	 * The body of {@code POST /keys/{kind}/{id}/sign}.
	 */
	@Schema(name = "SignRequest", description = "What to sign.",
			example = "{\"message\": \"8d5e957f297893487bd98fa830fa6413a7a5c0e0f5b1f2b8f6c1e0d9a7b3c2d1\"}")
	record SignRequest(@Schema(description = "The text, at most 4096 bytes of UTF-8; signed exactly as it is.",
			requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String message) {
	}

	/**
	 * The answer of {@code POST /keys/{kind}/{id}/sign}.
	 */
	@Schema(name = "Signed", description = "A text with the signature of an entity's key.")
	record SignedView(String kind, String id, int version, @Schema(description = "EIP-55 address") String address,
			String message,
			@Schema(description = "EIP-191 personal message: r, s and v, 130 hex digits without 0x") String signature) {
	}

}
