package dev.registrysync.sync;

import dev.registrysync.keys.RequestedEntry;
import dev.registrysync.problem.Fails;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.Succeeds;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * The calls that replace a key and end one. They need the registry and its revisions, so
 * they stand here and not beside the keystore.
 */
@RestController
@Tag(name = "Keys")
class KeyLifeController {

	/** As the security of the service grants it. */
	private static final String ADMIN = "ADMIN";

	private final SyncService service;

	KeyLifeController(SyncService service) {
		this.service = service;
	}

	@PostMapping(path = "/keys/{kind}/{id}/rotate", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "rotateKey", summary = "Give an entry a new key",
			description = """
					Makes the next version of the entry's key, has the old one sign the succession, and commits the \
					entry with its new identity. The entry tells both: the new address, and in "succession" the old one \
					with its signature. After a revocation there is no succession, and only the role admin may rotate. Content that was edited by hand stays \
					INVALID_CONTENT. Should the call fail after the key was made, the next run moves the entry to it.""")
	@Succeeds(value = "The new key", examples = "sync/rotated.json")
	@Fails(value = ProblemCode.INVALID_REQUEST, when = "There is no such kind")
	@Fails(value = { ProblemCode.ENTRY_NOT_FOUND, ProblemCode.KEY_NOT_FOUND },
			when = "There is no such entry, or it has no key")
	@Fails(value = { ProblemCode.FORBIDDEN, ProblemCode.CROSS_SITE },
			when = "The key is revoked and the caller does not have the role admin, or a page of another site makes the call",
			example = "sync/rotation-needs-admin.json")
	@Fails(value = ProblemCode.ADDRESS_NOT_OURS, when = "The entry has the address of a key that is not its own",
			example = "sync/address-not-ours.json")
	@Fails(value = ProblemCode.KEYSTORE_INCOMPLETE,
			when = "The keystore lacks keys with which entries were committed, so that no new one is made")
	@FailsWhenStopped
	@FailsOnTheVolume
	RotationReport rotate(
			@Parameter(schema = @Schema(allowableValues = { "agents", "tools" })) @PathVariable String kind,
			@PathVariable String id, HttpServletRequest call) {
		return this.service.rotate(RequestedEntry.of(kind, id), call.isUserInRole(ADMIN));
	}

	@PostMapping(path = "/keys/{kind}/{id}/revoke", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "revokeKey", summary = "Revoke a key for good", description = """
			The version never signs again. {"from_revision": n} keeps what it attested up to revision n, and what \
			it attested later is REVOKED at once; {"everything": true} ends all that it attested. With \
			"dry_run": true nothing is changed, and "stops_verifying" lists the entries that would stop. The \
			entries that have the key are marked as revoked at once, in a commit of its own. Doing it \
			again changes nothing, or moves the revocation to an earlier revision. Rotate afterwards, so that the \
			entry can be attested again.""")
	@Succeeds(value = "The revoked key", examples = "sync/revoked.json")
	@Fails(value = ProblemCode.INVALID_REQUEST,
			when = "The body says neither from_revision nor everything, or a member is wrong",
			example = "sync/revoked-without-a-form.json")
	@Fails(value = ProblemCode.KEY_NOT_FOUND, when = "There is no such key")
	@Fails(value = ProblemCode.REVOKED_EARLIER, when = "It was revoked from an earlier revision on",
			example = "sync/revoked-earlier.json")
	@Fails(value = { ProblemCode.KEYSTORE_DAMAGED, ProblemCode.KEYSTORE_INACCESSIBLE, ProblemCode.KEYSTORE_MISSING,
			ProblemCode.KEYSTORE_CHANGED, ProblemCode.HISTORY_READ_ONLY, ProblemCode.REGISTRY_UNREADABLE,
			ProblemCode.REGISTRY_MISSING },
			when = "The keystore is damaged, was changed from outside or cannot be written, the history is not what was written, or a dry run cannot read the registry")
	RevocationReport revoke(
			@Parameter(schema = @Schema(allowableValues = { "agents", "tools" })) @PathVariable String kind,
			@PathVariable String id, @io.swagger.v3.oas.annotations.parameters.RequestBody(
					required = true) @RequestBody(required = false) @Nullable RevokeRequest request) {
		return this.service.revoke(RequestedEntry.of(kind, id), (request != null) ? request : RevokeRequest.EMPTY);
	}

}
