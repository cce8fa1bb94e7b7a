package dev.registrysync.sync;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

import dev.registrysync.problem.Fails;
import dev.registrysync.problem.InvalidRequestException;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Shows the persistent registry as a coordinator shows its own.
 */
@RestController
@Tag(name = "Registry", description = "Read the persistent registry, and edit what operators own.")
class RegistryController {

	private static final String ENTRY_EXAMPLE = """
			{"id": "planner", "type": "orchestrator", "status": "active", "identity": \
			{"public_key": "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"}}""";

	private static final String MAP_EXAMPLE = "{\"planner\": " + ENTRY_EXAMPLE + "}";

	private static final int BUFFER = 1 << 13;

	private final SyncPorts ports;

	RegistryController(SyncPorts ports) {
		this.ports = ports;
	}

	@GetMapping(path = "/registry/{kind}", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "getRegistry", summary = "All entries of a kind",
			description = "A map from id to entry, in the order of the file. Supports If-None-Match.")
	@ApiResponse(responseCode = "200", description = "The map",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object"),
					examples = @ExampleObject(MAP_EXAMPLE)))
	@ApiResponse(responseCode = "304", description = "Not modified", content = @Content)
	@Fails(value = ProblemCode.INVALID_REQUEST, when = "There is no such kind")
	@Fails(value = ProblemCode.REGISTRY_UNREADABLE, example = Examples.REGISTRY_UNREADABLE)
	ResponseEntity<StreamingResponseBody> registry(
			@Parameter(schema = @Schema(allowableValues = { "agents", "tools" })) @PathVariable String kind,
			WebRequest request) {
		Read read = read(kind(kind));
		RegistryDocument document = read.document();
		boolean compressed = Gzip.isAccepted(request);
		String text = EntryTag.of(read.revision(), document);
		String tag = compressed ? Gzip.tag(text) : text;
		if (request.checkNotModified(tag)) {
			return ResponseEntity.status(304).eTag(tag).varyBy(HttpHeaders.ACCEPT_ENCODING).build();
		}
		ResponseEntity.BodyBuilder answer = ResponseEntity.ok().eTag(tag).varyBy(HttpHeaders.ACCEPT_ENCODING);
		return compressed ? answer.header(HttpHeaders.CONTENT_ENCODING, Gzip.CODING).body((out) -> {
			try (OutputStream zip = new GZIPOutputStream(out, BUFFER)) {
				write(document, zip);
			}
		}) : answer.body((out) -> write(document, out));
	}

	@GetMapping(path = "/registry/{kind}/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "getEntry", summary = "One entry",
			description = "The entry as it stands in the file. Supports If-None-Match.")
	@ApiResponse(responseCode = "200", description = "The entry",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object"),
					examples = @ExampleObject(ENTRY_EXAMPLE)))
	@ApiResponse(responseCode = "304", description = "Not modified", content = @Content)
	@Fails(value = ProblemCode.INVALID_REQUEST, when = "There is no such kind")
	@Fails(value = ProblemCode.ENTRY_NOT_FOUND, when = "There is no such entry")
	@Fails(value = ProblemCode.REGISTRY_UNREADABLE, example = Examples.REGISTRY_UNREADABLE)
	ResponseEntity<byte[]> entry(
			@Parameter(schema = @Schema(allowableValues = { "agents", "tools" })) @PathVariable String kind,
			@PathVariable String id, WebRequest request) {
		Kind wanted = kind(kind);
		Read read = read(wanted);
		ByteBuffer text = EntryId.find(id)
			.flatMap((entryId) -> read.document().findText(entryId))
			.orElseThrow(() -> notFound(wanted, id));
		String tag = EntryTag.of(read.revision(), text);
		if (request.checkNotModified(tag)) {
			return ResponseEntity.status(304).eTag(tag).build();
		}
		byte[] body = new byte[text.remaining()];
		text.get(body);
		return ResponseEntity.ok().eTag(tag).body(body);
	}

	private Read read(Kind kind) {
		return this.ports.gate().reading(() -> {
			RegistryDocument document = this.ports.find(kind)
				.orElseGet(() -> RegistryDocument.create(kind, JsonObject.EMPTY));
			return new Read(document, this.ports.history().revision());
		});
	}

	private static Kind kind(String name) {
		return Kind.find(name)
			.orElseThrow(() -> new InvalidRequestException("kind", "must be \"agents\" or \"tools\""));
	}

	private static ProblemException notFound(Kind kind, String id) {
		return new ProblemException(ProblemCode.ENTRY_NOT_FOUND,
				"The registry of %s has no entry \"%s\".".formatted(kind, id), Map.of("kind", kind.plural(), "id", id));
	}

	private static void write(RegistryDocument document, OutputStream out) throws IOException {
		WritableByteChannel channel = Channels.newChannel(out);
		String separator = "{";
		for (EntryId id : document.ids()) {
			String name = JsonText.compact(new JsonString(id.value()));
			out.write((separator + name + ":").getBytes(StandardCharsets.US_ASCII));
			channel.write(document.findText(id).orElseThrow());
			separator = ",";
		}
		out.write((document.ids().isEmpty() ? "{}" : "}").getBytes(StandardCharsets.US_ASCII));
	}

	private record Read(RegistryDocument document, Revision revision) {
	}

}
