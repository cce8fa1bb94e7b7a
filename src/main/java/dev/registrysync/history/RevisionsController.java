package dev.registrysync.history;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.registrysync.history.DiffReport.EntryView;
import dev.registrysync.problem.Fails;
import dev.registrysync.problem.InvalidRequestException;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lists revisions, and compares two of them.
 */
@RestController
@Tag(name = "History")
class RevisionsController {

	private static final int MOST = 100;

	private final History history;

	private final ChangeLog changes;

	RevisionsController(History history, ChangeLog changes) {
		this.history = history;
		this.changes = changes;
	}

	@GetMapping(path = "/revisions", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "listRevisions", summary = "The revisions that are kept, the newest first",
			description = """
					Of each revision that changed entries: when it was committed, who started the run that \
					committed it, and how many changes of each kind it made. /syncs/{id}/changes has these changes. \
					"next" is the "before" of the next page.""")
	@ApiResponse(responseCode = "200", description = "A page of revisions",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = RevisionsReport.class),
					examples = @ExampleObject("history/revisions.json")))
	@Fails(value = ProblemCode.INVALID_REQUEST, when = "limit or before is wrong", example = "runs/no-limit.json")
	RevisionsReport list(
			@Parameter(description = "At most so many, from 1 to 100.",
					schema = @Schema(type = "integer", format = "int32", minimum = "1", maximum = "100",
							defaultValue = "20")) @RequestParam(defaultValue = "20") int limit,
			@Parameter(description = "The \"next\" of the page before.") @RequestParam(
					required = false) @Nullable Long before) {
		requireLimit(limit);
		return RevisionsReport.of(this.changes.revisions((before != null) ? before : Long.MAX_VALUE, limit + 1), limit);
	}

	private static void requireLimit(int limit) {
		if (limit < 1 || limit > MOST) {
			throw new InvalidRequestException("limit", "must be a number from 1 to " + MOST);
		}
	}

	@GetMapping(path = "/diff", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "getDiff", summary = "What differs between two revisions", description = """
			The entries that were added, removed or changed from one revision to the other, by kind and id, with \
			both values of each member that differs. Either revision may be the earlier one. "next" is the "after" \
			of the next page.""")
	@ApiResponse(responseCode = "200", description = "A page of entries that differ",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = DiffReport.class),
					examples = @ExampleObject("history/diff.json")))
	@Fails(value = ProblemCode.INVALID_REQUEST, when = "A parameter is missing or wrong",
			example = "runs/no-limit.json")
	@Fails(value = ProblemCode.REVISION_NOT_FOUND, when = "The registry never had one of the revisions",
			example = "rollback/no-revision.json")
	@Fails(value = ProblemCode.REVISION_COMPACTED, when = "One of the revisions is not kept any more",
			example = "rollback/compacted.json")
	DiffReport diff(
			@Parameter(description = "The first revision.",
					schema = @Schema(type = "integer", format = "int64", minimum = "1")) @RequestParam long from,
			@Parameter(description = "The second revision.",
					schema = @Schema(type = "integer", format = "int64", minimum = "1")) @RequestParam long to,
			@Parameter(description = "Only entries of this kind.",
					schema = @Schema(allowableValues = { "agents", "tools" })) @RequestParam(
							required = false) @Nullable String kind,
			@Parameter(description = "Only the entry with this id.") @RequestParam(
					required = false) @Nullable String id,
			@Parameter(description = "At most so many, from 1 to 100.",
					schema = @Schema(type = "integer", format = "int32", minimum = "1", maximum = "100",
							defaultValue = "100")) @RequestParam(defaultValue = "100") int limit,
			@Parameter(description = "The \"next\" of the page before.") @RequestParam(
					required = false) @Nullable String after) {
		requireLimit(limit);
		Optional<Kind> wanted = Optional.ofNullable(kind).map(RevisionsController::kind);
		String[] last = (after != null) ? after.split("/", 2) : new String[] { "", "" };
		if (last.length != 2) {
			throw new InvalidRequestException("after", "must be a \"next\" that this call has answered with");
		}
		RevisionDiff diff = new RevisionDiff(this.history.documentsAt(revision("from", from)),
				this.history.documentsAt(revision("to", to)));
		List<EntryView> found = Stream.of(Kind.values())
			.filter((each) -> wanted.isEmpty() || wanted.get() == each)
			.filter((each) -> each.plural().compareTo(last[0]) >= 0)
			.flatMap(diff::entries)
			.filter((entry) -> id == null || entry.ref().id().value().equals(id))
			.filter((entry) -> !entry.ref().kind().plural().equals(last[0])
					|| entry.ref().id().value().compareTo(last[1]) > 0)
			.limit(limit + 1L)
			.map(EntryView::of)
			.toList();
		return DiffReport.of(from, to, found, limit);
	}

	private static Kind kind(String name) {
		return Kind.find(name)
			.orElseThrow(() -> new InvalidRequestException("kind", "must be \"agents\" or \"tools\""));
	}

	private static Revision revision(String name, long number) {
		if (number < 1) {
			throw new InvalidRequestException(name, "must be a number from 1 on");
		}
		return new Revision(number);
	}

}
