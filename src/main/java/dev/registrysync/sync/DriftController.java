package dev.registrysync.sync;

import dev.registrysync.keys.RequestedEntry;
import dev.registrysync.problem.Fails;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.Succeeds;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The calls that say what an edit of the files was.
 */
@RestController
@Tag(name = "Registry")
class DriftController {

	private final SyncService service;

	DriftController(SyncService service) {
		this.service = service;
	}

	@PostMapping(path = "/registry/{kind}/{id}/accept", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "acceptEdit", summary = "Accept what somebody edited in the file", description = """
			Attests the entry as it stands in the file now, so that it is VALID again. If the entry was removed \
			from the file, it stays out until its source says something new of it; if no source has it, it is \
			forgotten. A protected entry is put back. An entry that nobody edited stays as it is. \
			What the service owns (members of identity that it does not know, last_updated, last_updated_at, \
			missing_since, identity_enabled, last_identity_update) cannot be accepted: it is put back.""")
	@Succeeds(value = "The report of the run that did it", examples = "sync/accepted.json")
	@Fails(value = ProblemCode.INVALID_REQUEST, when = "There is no such kind")
	@Fails(value = ProblemCode.ENTRY_NOT_FOUND, when = "Nobody knows such an entry")
	@FailsWhenStopped
	@FailsOnTheVolume
	SyncReport accept(@Parameter(schema = @Schema(allowableValues = { "agents", "tools" })) @PathVariable String kind,
			@PathVariable String id) {
		return this.service.handleEdit(RequestedEntry.of(kind, id), ExternalChanges.ACCEPT);
	}

	@PostMapping(path = "/registry/{kind}/{id}/revert", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "revertEdit", summary = "Undo what somebody edited in the file", description = """
			Puts the entry back as it was attested last, also if it was removed from the file. An entry that \
			nobody edited stays as it is.""")
	@Succeeds(value = "The report of the run that did it", examples = "sync/reverted.json")
	@Fails(value = ProblemCode.INVALID_REQUEST, when = "There is no such kind")
	@Fails(value = ProblemCode.ENTRY_NOT_FOUND, when = "Nobody knows such an entry")
	@FailsWhenStopped
	@FailsOnTheVolume
	SyncReport revert(@Parameter(schema = @Schema(allowableValues = { "agents", "tools" })) @PathVariable String kind,
			@PathVariable String id) {
		return this.service.handleEdit(RequestedEntry.of(kind, id), ExternalChanges.REVERT);
	}

}
