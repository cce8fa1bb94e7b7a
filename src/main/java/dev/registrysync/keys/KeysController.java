package dev.registrysync.keys;

import java.util.List;

import dev.registrysync.registry.EntryRef;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

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
	@ApiResponse(responseCode = "200", description = "All keys that the keystore holds and can use",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					array = @ArraySchema(schema = @Schema(implementation = KeyView.class)),
					examples = @ExampleObject(name = "a rotated agent and a revoked tool", value = KeyExamples.KEYS)))
	List<KeyView> list() {
		return this.keys.allVersions().stream().map(KeyView::of).toList();
	}

	@PostMapping(path = "/keys/{kind}/{id}/sign", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "sign", summary = "Sign a challenge", description = """
			Signs a text as a personal message (EIP-191) with the entity's key, so that it can show who it is. A \
			text that begins like one of ours, "agent_registration:", "tool_registration:" or "registry-sync/", \
			is refused.""")
	@ApiResponse(responseCode = "200", description = "The signature",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = SignedView.class), examples = @ExampleObject(KeyExamples.SIGNED)))
	@ApiResponse(responseCode = "400", description = "A member is missing or wrong, or there is no such kind",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE))
	@ApiResponse(responseCode = "404", description = "The entry has no key",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					examples = @ExampleObject(KeyExamples.KEY_NOT_FOUND)))
	@ApiResponse(responseCode = "409", description = "The key is revoked",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					examples = @ExampleObject(KeyExamples.KEY_REVOKED)))
	@ApiResponse(responseCode = "422", description = "The text is reserved, or longer than 4096 bytes of UTF-8",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					examples = @ExampleObject(KeyExamples.SIGNING_REFUSED)))
	@ApiResponse(responseCode = "500", description = "The key's record in the keystore is damaged",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE))
	SignedView sign(@Parameter(schema = @Schema(allowableValues = { "agents", "tools" })) @PathVariable String kind,
			@PathVariable String id, @RequestBody SignRequest request) {
		EntryRef entry = RequestedEntry.of(kind, id);
		String message = Challenge.of(request.message()).message();
		SignedMessage signed = this.keys.signMessage(entry, message);
		return SignedView.of(entry, signed.key(), message, signed.signature());
	}

}
