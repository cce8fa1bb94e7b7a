package dev.registrysync.history;

import dev.registrysync.problem.Fails;
import dev.registrysync.problem.ProblemCode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows where the history ends, and verifies it.
 */
@RestController
@Tag(name = "History", description = "What was committed, and whether it still is what was written.")
class HistoryController {

	private static final String EXAMPLE = """
			{
			  "registry_id": "6f1b2c9e-5d0a-4c1e-9a53-0d3f2a7b8c11",
			  "revision": 2,
			  "head": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
			  "lines": 2,
			  "unsigned_lines": 0,
			  "signed_by": "0x90F79bf6EB2c4f870365E785982E1f101E93b906",
			  "chain_valid": true,
			  "verified_at": "2026-11-22T12:00:00Z",
			  "broken": null,
			  "damaged": []
			}""";

	private static final String BROKEN = """
			{
			  "registry_id": "6f1b2c9e-5d0a-4c1e-9a53-0d3f2a7b8c11",
			  "revision": 1,
			  "head": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
			  "lines": 1,
			  "unsigned_lines": 0,
			  "signed_by": "0x90F79bf6EB2c4f870365E785982E1f101E93b906",
			  "chain_valid": false,
			  "verified_at": "2026-11-22T12:00:00Z",
			  "broken": {"file": "/data/history/journal", "line": 2, "offset": 812, "reason": "the line does not follow from the one before it"},
			  "damaged": []
			}""";

	private final FileHistory history;

	private final ChainWatch watch;

	HistoryController(FileHistory history, ChainWatch watch) {
		this.history = history;
		this.watch = watch;
	}

	@GetMapping(path = "/history", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "getHistory", summary = "Where the history ends",
			description = "What was found when it was verified last: at the start, or by POST /history/verify.")
	@ApiResponse(responseCode = "200", description = "The head of the chain",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = HistoryView.class), examples = @ExampleObject(EXAMPLE)))
	HistoryView history() {
		return HistoryView.of(this.history.registryId(), this.watch.chain(), this.watch.last());
	}

	@PostMapping(path = "/history/verify", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "verifyHistory", summary = "Verify the history", description = """
			Reads the journal, the bases and all snapshots again: each line has the digest of the one before and \
			the service's signature, and the end is the one that was written last. From a journal that is not \
			what was written the service only reads, until it is restored. Whoever keeps the head of a report is \
			a witness: a later history has to lead over it.""")
	@ApiResponse(responseCode = "200", description = "What was found, whatever it is",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = HistoryView.class),
					examples = { @ExampleObject(name = "valid", value = EXAMPLE),
							@ExampleObject(name = "broken", value = BROKEN) }))
	@Fails(value = ProblemCode.HISTORY_INACCESSIBLE, when = "The history cannot be read")
	HistoryView verify() {
		this.watch.verify();
		return history();
	}

}
