package dev.registrysync.sync;

import dev.registrysync.problem.Fails;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.Succeeds;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The calls about runs.
 */
@RestController
@Tag(name = "Sync")
class SyncsController {

	private final RunArchive archive;

	SyncsController(RunArchive archive) {
		this.archive = archive;
	}

	@GetMapping(path = "/syncs", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "listSyncs", summary = "All runs, the newest first", description = """
			First those that wait or are under way, with phase, done and total; then those that ended: who \
			started them, what came of them, and how long each phase took. Runs in a row that changed nothing, \
			or failed in the same way, are one with a count. "next" is the "before" of the next page.""")
	@Succeeds(value = "A page of runs", examples = "runs/runs.json")
	@Fails(value = ProblemCode.INVALID_REQUEST, when = "limit, before, outcome or validation is wrong",
			example = "runs/no-limit.json")
	RunsReport list(
			@Parameter(description = "At most so many, from 1 to 100.",
					schema = @Schema(type = "integer", format = "int32", minimum = "1", maximum = "100",
							defaultValue = "20")) @RequestParam(defaultValue = "20") int limit,
			@Parameter(description = "The \"next\" of the page before.") @RequestParam(
					required = false) @Nullable String before,
			@Parameter(description = "Only runs that ended so.") @RequestParam(
					required = false) @Nullable Outcome outcome,
			@Parameter(description = "Only runs that found this out about signatures.") @RequestParam(
					required = false) @Nullable Validation validation) {
		return this.archive.page(before, limit, outcome, validation);
	}

	@GetMapping(path = "/syncs/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "getSync", summary = "One run",
			description = "How far it is while it waits or runs, and afterwards what came of it.")
	@Succeeds(value = "The run", examples = { "runs/running.json", "runs/ended.json" })
	@Fails(value = ProblemCode.SYNC_NOT_FOUND, when = "There is no such sync", example = "runs/no-sync.json")
	RunView get(@PathVariable String id) {
		return this.archive.get(id);
	}

	@GetMapping(path = "/syncs/{id}/changes", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "getSyncChanges", summary = "What a run decided", description = """
			One object for each entry that it changed, with each member's old and new value and the digests of the \
			content before and after; for each conflict, with the values of both sides; for each absence that \
			waits; and for each edit by others. "next" is the "after" of the next page.""")
	@Succeeds(value = "A page of what it decided", examples = "runs/changes.json")
	@Fails(value = ProblemCode.INVALID_REQUEST, when = "limit or after is wrong", example = "runs/no-limit.json")
	@Fails(value = ProblemCode.SYNC_NOT_FOUND, when = "There is no such sync, or what it decided is not kept any more",
			example = "runs/no-sync.json")
	RunChangesReport changes(@PathVariable String id,
			@Parameter(description = "At most so many, from 1 to 100.",
					schema = @Schema(type = "integer", format = "int32", minimum = "1", maximum = "100",
							defaultValue = "100")) @RequestParam(defaultValue = "100") int limit,
			@Parameter(description = "The \"next\" of the page before.") @RequestParam(defaultValue = "0") long after) {
		return this.archive.changes(id, after, limit);
	}

	@DeleteMapping("/syncs/{id}")
	@ResponseStatus(HttpStatus.ACCEPTED)
	@Operation(operationId = "cancelSync", summary = "Cancel a sync that waits or runs", description = """
			It stops at its next step. If it has committed nothing, all callers that wait for it get \
			"sync_cancelled", and the next run uses the keys that it made. While it commits it cannot be cancelled. \
			If another program wrote a registry file meanwhile, it decides again: cancelled then, it is PARTIAL, \
			and what it committed stays. What it pushes afterwards can be cancelled, too.""")
	@ApiResponse(responseCode = "202", description = "It stops")
	@Fails(value = ProblemCode.SYNC_NOT_FOUND, when = "There is no such sync", example = "runs/no-sync.json")
	@Fails(value = ProblemCode.SYNC_NOT_RUNNING, when = "It has ended, or is being committed",
			example = "runs/not-running.json")
	void cancel(@PathVariable String id) {
		this.archive.cancel(id);
	}

}
