package dev.registrysync.keys;

import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows which keys there are.
 */
@RestController
@Tag(name = "Keys",
		description = "The keys of agents and tools: public facts only, a private key never leaves the service")
class KeysController {

	private static final String EXAMPLE = """
			[{"kind": "agents", "id": "coordinator_agent", "version": 1,
			  "address": "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "state": "active"},
			 {"kind": "tools", "id": "web_search", "version": 1,
			  "address": "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", "state": "active"}]""";

	private final KeyService keys;

	KeysController(KeyService keys) {
		this.keys = keys;
	}

	@GetMapping(path = "/keys", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "listKeys", summary = "List the keys",
			description = "Agents first, then tools, each in the order of their ids.")
	@ApiResponse(responseCode = "200", description = "All keys that the keystore holds and can use",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					array = @ArraySchema(schema = @Schema(implementation = KeyView.class)),
					examples = @ExampleObject(name = "an agent and a tool", value = EXAMPLE)))
	List<KeyView> list() {
		return this.keys.list().stream().map(KeyView::of).toList();
	}

}
