package dev.registrysync.sync;

import dev.registrysync.keys.RequestedEntry;
import dev.registrysync.problem.Fails;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.Succeeds;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Settles a conflict by hand.
 */
@RestController
@Tag(name = "Sync")
class SettleController {

	private final SyncService service;

	SettleController(SyncService service) {
		this.service = service;
	}

	@PostMapping(path = "/registry/{kind}/{id}/settle", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "settle", summary = "Settle a conflict that waits", description = """
			Under the policy manual, a member that both sides changed stays as it is in the registry until \
			somebody says whose value is right. This call says so: it syncs that one entry, takes the \
			runtime value or keeps the persistent one for good, and answers with the run's report. Where \
			operators own the member, both keep their values, or the next sync sends the coordinator ours. \
			Nothing is written if no such conflict waits.""")
	@Succeeds(value = "The run's report", examples = "settle/settled.json")
	@Fails(value = ProblemCode.INVALID_REQUEST, when = "A member of the request is wrong",
			example = "sync/invalid-request.json")
	@Fails(value = ProblemCode.ENTRY_NOT_FOUND, when = "There is no such entry")
	@Fails(value = ProblemCode.NO_SUCH_CONFLICT, when = "No conflict about this member waits; nothing was changed",
			example = "settle/no-such-conflict.json")
	@FailsAtTheCoordinator
	@FailsWhenStopped
	@FailsOnTheVolume
	SyncReport settle(@Parameter(schema = @Schema(allowableValues = { "agents", "tools" })) @PathVariable String kind,
			@PathVariable String id, @RequestBody(required = false) @Nullable SettleRequest request) {
		SettleRequest settle = (request != null) ? request : SettleRequest.EMPTY;
		return this.service.settle(settle.toSettlement(RequestedEntry.of(kind, id)));
	}

}
