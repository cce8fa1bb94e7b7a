package dev.registrysync.sync;

import java.nio.ByteBuffer;

import dev.registrysync.problem.Fails;
import dev.registrysync.problem.InvalidRequestException;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.Succeeds;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.Kind;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lets operators edit what they own, and other programs push to this registry as to a
 * coordinator.
 */
@RestController
@Tag(name = "Registry")
class RegistryPatchController {

	private static final String MERGE_PATCH = "application/merge-patch+json";

	private final SyncService service;

	RegistryPatchController(SyncService service) {
		this.service = service;
	}

	@PatchMapping(path = "/registry/{kind}/{id}", consumes = MERGE_PATCH, produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "patchEntry", summary = "Edit one entry", description = """
			A JSON merge patch (RFC 7396) with members that operators own: enabled, access_control, labels, \
			notes, and every member that the coordinator never sent. It is committed as one revision and \
			attested, unlike an edit of the file; content that was edited by hand before stays \
			INVALID_CONTENT. All of the patch is applied or nothing; one that changes nothing writes nothing. It \
			succeeds once it is committed: if the file cannot be replaced, the edit is in force all the same. \
			The member identity is passed over.""")
	@Parameter(name = HttpHeaders.IF_MATCH, in = ParameterIn.HEADER, schema = @Schema(type = "string"),
			description = "The ETag of the entry as you have seen it")
	@RequestBody(required = true,
			content = @Content(mediaType = MERGE_PATCH, schema = @Schema(type = "object"),
					examples = @ExampleObject("patch/entry-patch.json")))
	@ApiResponse(responseCode = "200", description = "The entry, with its new ETag",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object"),
					examples = @ExampleObject("patch/entry.json")))
	@Fails(value = ProblemCode.INVALID_REQUEST, when = "The body is no merge patch", example = "patch/malformed.json")
	@Fails(value = ProblemCode.ENTRY_NOT_FOUND, when = "There is no such entry", example = "patch/no-entry.json")
	@Fails(value = ProblemCode.PRECONDITION_FAILED, when = "The entry is not what If-Match names; nothing was changed",
			example = "patch/moved.json")
	@Fails(value = ProblemCode.UNSUPPORTED_MEDIA_TYPE, when = "The body is not called a merge patch",
			example = "patch/unsupported.json")
	@Fails(value = ProblemCode.MEMBERS_NOT_YOURS,
			when = "Operators do not own these members, each with its JSON pointer and its owner; nothing was changed",
			example = "patch/not-yours.json")
	@FailsWhenStopped
	@FailsOnTheVolume
	ResponseEntity<byte[]> entry(
			@Parameter(schema = @Schema(allowableValues = { "agents", "tools" })) @PathVariable String kind,
			@PathVariable String id, @Parameter(hidden = true) HttpEntity<byte[]> request) {
		EditResult result = this.service
			.patch(OperatorEdit.ofEntry(kind(kind), id, body(request), IfMatch.of(request.getHeaders())));
		ByteBuffer text = result.document().findText(new EntryId(id)).orElseThrow();
		return ResponseEntity.ok().eTag(EntryTag.of(result.revision(), text)).body(RegistryController.shown(text));
	}

	@PatchMapping(path = "/registry/{kind}", consumes = MERGE_PATCH, produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "patchRegistry", summary = "Edit many entries at once", description = """
			A JSON merge patch (RFC 7396) over the map from id to entry, with members that operators own. All \
			of it is committed as one revision, or nothing is. Entries are neither added nor removed.""")
	@Parameter(name = HttpHeaders.IF_MATCH, in = ParameterIn.HEADER, schema = @Schema(type = "string"),
			description = "The ETag of the map as you have seen it")
	@RequestBody(required = true, content = @Content(mediaType = MERGE_PATCH, schema = @Schema(type = "object"),
			additionalPropertiesSchema = @Schema(types = "object"), examples = @ExampleObject("patch/map-patch.json")))
	@Succeeds(value = "What was done, with the map's new ETag", examples = "patch/changed.json")
	@Fails(value = ProblemCode.INVALID_REQUEST, when = "The body is no merge patch over the map",
			example = "patch/malformed.json")
	@Fails(value = ProblemCode.ENTRY_NOT_FOUND, when = "Some of the entries are not there; nothing was changed",
			example = "patch/no-entries.json")
	@Fails(value = ProblemCode.PRECONDITION_FAILED, when = "The map is not what If-Match names; nothing was changed",
			example = "patch/moved.json")
	@Fails(value = ProblemCode.UNSUPPORTED_MEDIA_TYPE, when = "The body is not called a merge patch",
			example = "patch/unsupported.json")
	@Fails(value = ProblemCode.MEMBERS_NOT_YOURS, when = "Operators do not own some members; nothing was changed",
			example = "patch/not-yours.json")
	@Fails(value = ProblemCode.ENTRIES_ARE_KEPT, when = "An entry is null; nothing was changed",
			example = "patch/kept.json")
	@FailsWhenStopped
	@FailsOnTheVolume
	ResponseEntity<EditReport> registry(
			@Parameter(schema = @Schema(allowableValues = { "agents", "tools" })) @PathVariable String kind,
			@Parameter(hidden = true) HttpEntity<byte[]> request) {
		EditResult result = this.service
			.patch(OperatorEdit.ofMap(kind(kind), body(request), IfMatch.of(request.getHeaders())));
		return ResponseEntity.ok().eTag(EntryTag.of(result.revision(), result.document())).body(EditReport.of(result));
	}

	private static byte[] body(HttpEntity<byte[]> request) {
		byte @Nullable [] body = request.getBody();
		return (body != null) ? body : new byte[0];
	}

	private static Kind kind(String name) {
		return Kind.find(name)
			.orElseThrow(() -> new InvalidRequestException("kind", "must be \"agents\" or \"tools\""));
	}

}
