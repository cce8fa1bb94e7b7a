package dev.registrysync.sync;

import java.net.URI;

import dev.registrysync.problem.Fails;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.Succeeds;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * The calls that start a run.
 */
@RestController
@Tag(name = "Sync", description = "Bring the registry up to date.")
class SyncController {

	private final SyncService service;

	private final BackgroundRuns background;

	private final RunArchive archive;

	SyncController(SyncService service, BackgroundRuns background, RunArchive archive) {
		this.service = service;
		this.background = background;
		this.archive = archive;
	}

	@PostMapping(path = "/sync", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "sync", summary = "Sync the registry with the coordinator", description = """
			Pulls the live registry, adds and updates entries, gives every agent and tool an identity, \
			checks every signature, commits the result as one revision and writes the registry files. A file that \
			cannot be replaced makes the run PARTIAL: what was decided is in force all the same, and the next run \
			writes the file. An entry that is absent from the answer is marked, never deleted; an answer that lost \
			too much at once is HELD until it is approved. Nothing changed means nothing is written. With \
			`Prefer: respond-async` it does not wait for the run, unless that is a dry run, whose plan is all there \
			is of it.""",
			parameters = @Parameter(in = ParameterIn.HEADER, name = Preference.HEADER,
					description = "`respond-async`: answer at once, with the address of the run.",
					schema = @Schema(type = "string")))
	@ApiResponse(responseCode = "200", description = "The run's report, whatever its outcome",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = SyncReport.class),
					examples = { @ExampleObject(name = "SUCCEEDED", value = "sync/succeeded.json"),
							@ExampleObject(name = "NO_CHANGE", value = "sync/no-change.json"),
							@ExampleObject(name = "HELD", value = "sync/held.json"),
							@ExampleObject(name = "PARTIAL", value = "sync/partial.json") }))
	@ApiResponse(responseCode = "202", description = "The run as it is now, as the caller prefers not to wait",
			headers = {
					@Header(name = HttpHeaders.LOCATION, description = "Where the run can be watched: /syncs/{id}",
							schema = @Schema(type = "string")),
					@Header(name = Preference.APPLIED, description = "respond-async",
							schema = @Schema(type = "string")) },
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = RunView.class), examples = @ExampleObject("runs/running.json")))
	@Fails(value = ProblemCode.INVALID_REQUEST, when = "A member of the request is wrong",
			example = "sync/invalid-request.json")
	@Fails(value = ProblemCode.TOO_MANY_REQUESTS, when = "Too many runs wait in the background, or too many calls")
	@Fails(value = ProblemCode.STALE_PLAN,
			when = "The approved plan is not what a run would do now; says what moved, and nothing was changed",
			example = "sync/stale-plan.json")
	@FailsWhenStopped
	@FailsOnTheVolume
	@FailsAtTheCoordinator
	ResponseEntity<?> sync(@RequestBody(required = false) @Nullable SyncRequest body,
			@Parameter(hidden = true) @RequestHeader HttpHeaders headers) {
		SyncRequest request = (body != null) ? body : SyncRequest.DEFAULTS;
		if (!Preference.isAsync(headers) || Boolean.TRUE.equals(request.dryRun())) {
			return ResponseEntity.ok(this.service.sync(request, Trigger.API));
		}
		String syncId = this.background.begin(request);
		return ResponseEntity.accepted()
			.location(URI.create("/syncs/" + syncId))
			.header(Preference.APPLIED, Preference.RESPOND_ASYNC)
			.body(this.archive.get(syncId));
	}

	@PostMapping(path = "/keys", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "ensureKeys", summary = "Make and repair identities", description = """
			Gives every entry of the registry that has none a key, and signs what is not signed. The \
			coordinator is not asked, and the content of the registry stays. An address whose key is not \
			held here is never replaced. Idempotent.""")
	@Succeeds(value = "What was done", examples = "sync/keys-ensured.json")
	@Fails(value = ProblemCode.INVALID_REQUEST, when = "A member of the request is wrong",
			example = "sync/invalid-request.json")
	@FailsWhenStopped
	@FailsOnTheVolume
	KeysReport ensureKeys(@RequestBody(required = false) @Nullable KeysRequest request) {
		return this.service.ensureKeys((request != null) ? request : KeysRequest.DEFAULTS);
	}

}
