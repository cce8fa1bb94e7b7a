package dev.registrysync.history;

import dev.registrysync.problem.Succeeds;
import io.swagger.v3.oas.annotations.Operation;
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

	private final SqlHistory history;

	private final JournalVerifier verifier;

	HistoryController(SqlHistory history, JournalVerifier verifier) {
		this.history = history;
		this.verifier = verifier;
	}

	@GetMapping(path = "/history", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "getHistory", summary = "Where the history ends",
			description = "What was found when it was verified last: at the start, or by POST /history/verify.")
	@Succeeds(value = "The head of the chain", examples = "history/valid.json")
	HistoryView history() {
		return HistoryView.of(this.history.registryId(), this.verifier.chain(), this.verifier.last());
	}

	@PostMapping(path = "/history/verify", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "verifyHistory", summary = "Verify the history", description = """
			Reads the journal, the entries and the bases again: each row of the journal has the digest of the one \
			before and the service's signature, the end is the one that was written last, and the entries are \
			those that the rows name. While the history is not what was written, the service only reads. Whoever \
			keeps the head of a report is a witness: a later history has to lead over it.""")
	@Succeeds(value = "What was found, whatever it is", examples = { "history/valid.json", "history/broken.json" })
	HistoryView verify() {
		this.verifier.verify();
		return history();
	}

}
