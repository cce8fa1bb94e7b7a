package dev.registrysync.sync;

import java.util.List;

import dev.registrysync.problem.Fails;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.Succeeds;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * The sources, and the end of one.
 */
@RestController
@Tag(name = "Sources", description = "The coordinators that feed the registry.")
class SourcesController {

	private static final int MOST_DIFFERENCES = 1000;

	private final SyncService service;

	SourcesController(SyncService service) {
		this.service = service;
	}

	@GetMapping(path = "/sources", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "sources", summary = "List the sources and how they are", description = """
			Each configured coordinator, the one first that wins where two offer the same entry, and each \
			that is not configured any more and still holds entries. Nobody is asked for it.""")
	@Succeeds(value = "The sources", examples = "sources/sources.json")
	List<SourceStatus> sources() {
		return this.service.sources();
	}

	@GetMapping(path = "/sources/{name}/differences", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "sourceDifferences", summary = "Where the registry differs from a source",
			description = """
					Entries that a rollback, a conflict that the registry won or waits for, or an edit of the file \
					keeps from being what the source said last, with both values of each member that differs; and \
					entries that were taken out of the registry and that the source still has. Members that \
					operators own are none. Nobody is asked for it.""")
	@Succeeds(value = "The entries that differ", examples = "sources/differences.json")
	@Fails(value = ProblemCode.SOURCE_NOT_FOUND, when = "There is no source of this name")
	@FailsOnRead
	DifferencesReport differences(
			@Parameter(description = "The source's name.", example = "default") @PathVariable String name) {
		return this.service.differences(name, MOST_DIFFERENCES);
	}

	@PostMapping(path = "/sources/{name}/retire", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "retireSource", summary = "Let go of the entries of a removed source", description = """
			Taking a coordinator out of the configuration changes no entry: what other coordinators offer \
			goes to them with the next sync, and the rest stays as it is. This call marks that rest as \
			inactive, in one revision, and forgets that the source had it; nothing is deleted. With dry_run \
			it says what would become of which entry.""")
	@Succeeds(value = "The run's report", examples = "sources/retired.json")
	@Fails(value = ProblemCode.INVALID_REQUEST, when = "A member of the request is wrong",
			example = "sync/invalid-request.json")
	@Fails(value = ProblemCode.SOURCE_NOT_FOUND, when = "No source of this name holds an entry")
	@Fails(value = ProblemCode.SOURCE_CONFIGURED, when = "The source is configured; nothing was changed")
	@FailsWhenStopped
	@FailsOnTheVolume
	SyncReport retire(
			@Parameter(description = "The source's name, as it was configured.",
					example = "lab") @PathVariable String name,
			@RequestBody(required = false) @Nullable RetireRequest request) {
		return this.service.retire(name, ((request != null) ? request : RetireRequest.DEFAULTS).isDryRun());
	}

}
