package dev.registrysync.sync;

import dev.registrysync.keys.RequestedEntry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
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
			runtime value or keeps the persistent one for good, and answers with the run's report. Nothing \
			is written if no such conflict waits.""")
	@ApiResponse(responseCode = "200", description = "The run's report",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = SyncReport.class),
					examples = @ExampleObject(SettleExamples.SETTLED)))
	@ApiResponse(responseCode = "400", description = "A member of the request is wrong",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					examples = @ExampleObject(Examples.INVALID_REQUEST)))
	@ApiResponse(responseCode = "404", description = "There is no such entry",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE))
	@ApiResponse(responseCode = "409", description = "No conflict about this member waits; nothing was changed",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					examples = @ExampleObject(SettleExamples.NO_SUCH_CONFLICT)))
	@ApiResponse(responseCode = "502", description = "The coordinator's answer is no registry; nothing was changed",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE))
	@ApiResponse(responseCode = "503", description = "The coordinator cannot be reached; nothing was changed",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					examples = @ExampleObject(Examples.COORDINATOR_UNREACHABLE)))
	SyncReport settle(@Parameter(schema = @Schema(allowableValues = { "agents", "tools" })) @PathVariable String kind,
			@PathVariable String id, @RequestBody(required = false) @Nullable SettleRequest request) {
		SettleRequest settle = (request != null) ? request : SettleRequest.EMPTY;
		return this.service.settle(settle.toSettlement(RequestedEntry.of(kind, id)));
	}

}
