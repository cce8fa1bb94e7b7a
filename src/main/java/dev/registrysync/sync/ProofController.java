package dev.registrysync.sync;

import dev.registrysync.keys.RequestedEntry;
import dev.registrysync.problem.Fails;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
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

	private static final String EXAMPLE = """
			{
			  "registry_id": "6f1b2c9e-5d0a-4c1e-9a53-0d3f2a7b8c11",
			  "kind": "agents",
			  "id": "plain_agent",
			  "address": "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
			  "key_version": 1,
			  "content": {
			    "canonical_form": "{\\"description\\":\\"Plans the work\\",\\"enabled\\":true,\\"id\\":\\"plain_agent\\",\\"name\\":\\"plain_agent\\",\\"registered_at\\":1795300000.25,\\"status\\":\\"active\\",\\"type\\":\\"orchestrator\\",\\"version\\":\\"1.0.0\\"}",
			    "digest": "sha256:8504ac4b33ebcadd431fc175da2c5e3f07ebb9411dec178c5356aaf3072e0e41"
			  },
			  "signatures": [
			    {"purpose": "registration", "signer": "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
			     "text": "agent_registration:plain_agent",
			     "signature": "0x980c3460f8e82019923bb306565fc2fa4492e5368bad4345ea6e91bf6f3ef9a92842020b15ce3efbc7572071281d0af43a54936560ae11d4644edadb7955d4fd1b"},
			    {"purpose": "attestation", "signer": "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
			     "text": "registry-sync/v1\\nregistry: 6f1b2c9e-5d0a-4c1e-9a53-0d3f2a7b8c11\\nkind: agents\\nid: plain_agent\\naddress: 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\\nkey-version: 1\\ncontent: sha256:8504ac4b33ebcadd431fc175da2c5e3f07ebb9411dec178c5356aaf3072e0e41\\nrevision: 1",
			     "signature": "0x1569787ea633b7680c0f0b8f2c3b87136385ff6e97b42e1d06e368dc42696033483bd6e9f3a82d5f2d49cb2a322b7eff7910b8627d0a50d6e72c52e4f4665a431c"}
			  ]
			}""";

	private final SyncPorts ports;

	ProofController(SyncPorts ports) {
		this.ports = ports;
	}

	@GetMapping(path = "/registry/{kind}/{id}/proof", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "getProof", summary = "What is signed of one entry", description = """
			Each signature with the exact text that was signed, and the canonical form of the entry. Any \
			Ethereum library verifies them: the text of the attestation names the digest of the canonical form. \
			The entry is shown as it stands in the file and is not judged: GET /identities has the verdict.""")
	@ApiResponse(responseCode = "200", description = "The proof",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = ProofView.class), examples = @ExampleObject(EXAMPLE)))
	@Fails(value = ProblemCode.INVALID_REQUEST, when = "There is no such kind")
	@Fails(value = ProblemCode.ENTRY_NOT_FOUND, when = "There is no such entry")
	@FailsOnRead
	ProofView proof(@Parameter(schema = @Schema(allowableValues = { "agents", "tools" })) @PathVariable String kind,
			@PathVariable String id) {
		EntryRef ref = RequestedEntry.of(kind, id);
		Entry entry = this.ports.requireShown(ref);
		return ProofView.of(this.ports.history().registryId(), entry);
	}

}
