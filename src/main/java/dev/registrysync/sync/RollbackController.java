package dev.registrysync.sync;

import dev.registrysync.problem.Fails;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.Succeeds;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Brings an earlier revision back.
 */
@RestController
@Tag(name = "Sync")
class RollbackController {

	private final SyncService service;

	RollbackController(SyncService service) {
		this.service = service;
	}

	@PostMapping(path = "/rollback", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "rollback", summary = "Bring the content of an earlier revision back", description = """
			Makes a new revision with the content that the registry had at an earlier one: of all entries, \
			or of those that you name. Try it with dry_run first: the answer lists each member with its old \
			and new value, and its plan_digest is what approve takes. Entries that did not exist then are \
			withdrawn, and their keys are kept; entries that were removed since come back. Identities are \
			never rolled back: what changes is attested anew, with the keys of now. The coordinator is not \
			asked. What was rolled back stays so until the coordinator says something new about it. Rolling \
			back to a later revision undoes it.""")
	@Succeeds(value = "The run's report, or what it would be", examples = "rollback/rolled-back.json")
	@Fails(value = ProblemCode.INVALID_REQUEST, when = "A member of the request is wrong",
			example = "sync/invalid-request.json")
	@Fails(value = ProblemCode.REVISION_NOT_FOUND, when = "The registry never had this revision",
			example = "rollback/no-revision.json")
	@Fails(value = ProblemCode.ENTRY_NOT_FOUND,
			when = "Some of the ids are in the registry neither now nor at that revision; nothing was changed",
			example = "rollback/no-entries.json")
	@Fails(value = ProblemCode.STALE_PLAN,
			when = "The approved plan is not what a rollback would do now; says what moved, and nothing was changed",
			example = "sync/stale-plan.json")
	@Fails(value = ProblemCode.REVISION_COMPACTED, when = "The documents of this revision are not kept any more",
			example = "rollback/compacted.json")
	@FailsWhenStopped
	@FailsOnTheVolume
	SyncReport rollback(@RequestBody(required = false) @Nullable RollbackRequest request) {
		return this.service.rollback((request != null) ? request : RollbackRequest.EMPTY);
	}

}
