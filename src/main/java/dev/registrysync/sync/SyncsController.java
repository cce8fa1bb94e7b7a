package dev.registrysync.sync;

import java.util.Map;

import dev.registrysync.problem.Fails;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The calls about runs.
 */
@RestController
@Tag(name = "Sync")
class SyncsController {

	private final ActiveRuns active;

	SyncsController(ActiveRuns active) {
		this.active = active;
	}

	@DeleteMapping("/syncs/{id}")
	@ResponseStatus(HttpStatus.ACCEPTED)
	@Operation(operationId = "cancelSync", summary = "Cancel a sync that waits or runs", description = """
			It stops at its next step, having applied nothing; keys that it made already are used by the next run. \
			Everybody who waits for it is told "sync_cancelled". From the moment at which it commits it cannot be \
			cancelled any more, but for what it pushes afterwards.""")
	@ApiResponse(responseCode = "202", description = "It stops")
	@Fails(value = ProblemCode.SYNC_NOT_FOUND, when = "There is no such sync")
	@Fails(value = ProblemCode.SYNC_NOT_RUNNING, when = "It has ended, or is being committed")
	void cancel(@PathVariable String id) {
		this.active.cancel(this.active.find(id)
			.orElseThrow(() -> new ProblemException(ProblemCode.SYNC_NOT_FOUND,
					"There is no sync \"%s\".".formatted(id), Map.of("sync_id", id))));
	}

}
