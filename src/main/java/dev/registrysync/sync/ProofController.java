package dev.registrysync.sync;

import dev.registrysync.keys.RequestedEntry;
import dev.registrysync.problem.Fails;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.Succeeds;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows what is signed of an entry, so that others can verify it themselves.
 */
@RestController
@Tag(name = "Identities")
class ProofController {

	private final SyncPorts ports;

	ProofController(SyncPorts ports) {
		this.ports = ports;
	}

	@GetMapping(path = "/registry/{kind}/{id}/proof", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "getProof", summary = "What is signed of one entry", description = """
			Each signature with the exact text that was signed, and the canonical form of the entry. Any \
			Ethereum library verifies them: the text of the attestation names the digest of the canonical form. \
			The entry is shown as GET /registry shows it and is not judged: GET /identities has the verdict.""")
	@Succeeds(value = "The proof", examples = "proof/proof.json")
	@Fails(value = ProblemCode.INVALID_REQUEST, when = "There is no such kind")
	@Fails(value = ProblemCode.ENTRY_NOT_FOUND, when = "There is no such entry")
	@FailsOnRead
	ProofView proof(@Parameter(schema = @Schema(allowableValues = { "agents", "tools" })) @PathVariable String kind,
			@PathVariable String id) {
		EntryRef ref = RequestedEntry.of(kind, id);
		Entry entry = this.ports.requireShown(ref);
		return ProofView.of(this.ports.history().registryId(), entry, this.ports.statements(entry));
	}

}
