package dev.registrysync.sync;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

import dev.registrysync.problem.Fails;
import dev.registrysync.problem.InvalidRequestException;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;
import dev.registrysync.registry.StrictText;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.ResponseEntity.BodyBuilder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Shows the persistent registry as a coordinator shows its own.
 */
@RestController
@Tag(name = "Registry", description = "Read the persistent registry, and edit what operators own.")
class RegistryController {

	private static final int BUFFER = 1 << 13;

	private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

	private static final String REVISION_HEADER = "Registry-Revision";

	private final SyncPorts ports;

	RegistryController(SyncPorts ports) {
		this.ports = ports;
	}

	@GetMapping(path = "/registry/{kind}", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "getRegistry", summary = "All entries of a kind, or what changed since a revision",
			description = """
					A map from id to entry, as they were committed last, with the edits that others made to the file \
					since it was written. Supports If-None-Match. The header Registry-Revision says of which revision \
					it is; it is left out while there are edits that no revision has. With updated_since, a reader who \
					has that revision gets what makes the present map of it: entries that changed in any way, whole, \
					and null for those that left. With revision, both are about the registry as it was at that \
					revision. A NaN or Infinity in the file, which is not JSON, is shown as a string: \
					"not JSON: NaN".""")
	@ApiResponse(responseCode = "200", description = "The map",
			headers = @Header(name = REVISION_HEADER, schema = @Schema(type = "integer"),
					description = "What to ask for next as updated_since; without it, ask for the whole map"),
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object"),
					examples = { @ExampleObject(name = "All", value = "registry/entries.json"),
							@ExampleObject(name = "What changed since a revision", value = "registry/changes.json") }))
	@ApiResponse(responseCode = "304", description = "Not modified", content = @Content)
	@Fails(value = ProblemCode.INVALID_REQUEST, when = "There is no such kind, or the revision is no number")
	@Fails(value = ProblemCode.REVISION_NOT_FOUND, when = "The registry never had this revision",
			example = "rollback/no-revision.json")
	@Fails(value = ProblemCode.REVISION_COMPACTED,
			when = "What was at this revision is not kept: ask for the whole map", example = "rollback/compacted.json")
	@FailsOnRead
	ResponseEntity<StreamingResponseBody> registry(
			@Parameter(schema = @Schema(allowableValues = { "agents", "tools" })) @PathVariable String kind,
			@Parameter(description = "Only what changed since this revision",
					schema = @Schema(type = "integer", minimum = "0")) @RequestParam(name = "updated_since",
							required = false) @Nullable String since,
			@Parameter(description = "The registry as it was at this revision",
					schema = @Schema(type = "integer", minimum = "1")) @RequestParam(
							required = false) @Nullable String revision,
			WebRequest request) {
		Kind wanted = kind(kind);
		Optional<Revision> earlier = Optional.ofNullable(since)
			.map((number) -> revision("updated_since", number, 0))
			.filter((number) -> !number.equals(Revision.NONE));
		Read read = this.ports.reading(() -> read(wanted, revision).since(then(wanted, earlier)));
		boolean compressed = Gzip.isAccepted(request);
		String text = EntryTag.of(read.revision(), read.document());
		String tag = compressed ? Gzip.tag(text) : text;
		if (request.checkNotModified(tag)) {
			return ResponseEntity.status(304).eTag(tag).varyBy(HttpHeaders.ACCEPT_ENCODING).build();
		}
		BodyBuilder answer = ResponseEntity.ok()
			.contentType(MediaType.APPLICATION_JSON)
			.eTag(tag)
			.varyBy(HttpHeaders.ACCEPT_ENCODING);
		if (read.committed()) {
			answer.header(REVISION_HEADER, read.revision().toString());
		}
		return compressed ? answer.header(HttpHeaders.CONTENT_ENCODING, Gzip.CODING).body((out) -> {
			try (OutputStream zip = new GZIPOutputStream(out, BUFFER)) {
				read.map().write(zip);
			}
		}) : answer.body(read.map()::write);
	}

	/**
	 * The document of a revision; empty if no commit ever changed the kind.
	 */
	private Optional<RegistryDocument> then(Kind kind, Optional<Revision> revision) {
		return revision.map((number) -> this.ports.history().documentsAt(number))
			.flatMap((documents) -> Optional.ofNullable(documents.get(kind)));
	}

	private static Revision revision(String parameter, String text, long least) {
		if (!NUMBER.matcher(text).matches() || Long.parseLong(text) < least) {
			throw new InvalidRequestException(parameter, "must be a number from %d on".formatted(least));
		}
		return new Revision(Long.parseLong(text));
	}

	@GetMapping(path = "/registry/{kind}/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "getEntry", summary = "One entry", description = """
			The entry as it was committed last, with the edits that others made to it in the file. A NaN or Infinity \
			in the file, which is not JSON, is shown as a string: "not JSON: NaN". With revision, the entry as it was \
			then. Supports If-None-Match.""")
	@ApiResponse(responseCode = "200", description = "The entry",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object"),
					examples = @ExampleObject("registry/entry.json")))
	@ApiResponse(responseCode = "304", description = "Not modified", content = @Content)
	@Fails(value = ProblemCode.INVALID_REQUEST, when = "There is no such kind, or the revision is no number")
	@Fails(value = ProblemCode.ENTRY_NOT_FOUND, when = "There is no such entry")
	@Fails(value = ProblemCode.REVISION_NOT_FOUND, when = "The registry never had this revision",
			example = "rollback/no-revision.json")
	@Fails(value = ProblemCode.REVISION_COMPACTED, when = "The revision is not kept any more",
			example = "rollback/compacted.json")
	@FailsOnRead
	ResponseEntity<byte[]> entry(
			@Parameter(schema = @Schema(allowableValues = { "agents", "tools" })) @PathVariable String kind,
			@PathVariable String id,
			@Parameter(description = "The entry as it was at this revision",
					schema = @Schema(type = "integer", minimum = "1")) @RequestParam(
							required = false) @Nullable String revision,
			WebRequest request) {
		Kind wanted = kind(kind);
		Read read = this.ports.reading(() -> read(wanted, revision));
		ByteBuffer text = EntryId.find(id)
			.flatMap((entryId) -> read.document().findText(entryId))
			.orElseThrow(() -> notFound(wanted, id));
		String tag = EntryTag.of(read.revision(), text);
		if (request.checkNotModified(tag)) {
			return ResponseEntity.status(304).eTag(tag).build();
		}
		return ResponseEntity.ok().eTag(tag).body(shown(text));
	}

	/**
	 * An entry's text as answers show it.
	 */
	static byte[] shown(ByteBuffer text) {
		ByteBuffer strict = StrictText.of(text);
		byte[] body = new byte[strict.remaining()];
		strict.duplicate().get(body);
		return body;
	}

	private Read read(Kind kind, @Nullable String at) {
		if (at != null) {
			Revision revision = revision("revision", at, 1);
			RegistryDocument then = then(kind, Optional.of(revision))
				.orElseGet(() -> RegistryDocument.create(kind, JsonObject.EMPTY));
			return new Read(then, revision, true, EntryMap.of(then));
		}
		Optional<CurrentDocument> current = this.ports.registry().readCached(kind);
		RegistryDocument document = current.map(CurrentDocument::document)
			.orElseGet(() -> RegistryDocument.create(kind, JsonObject.EMPTY));
		boolean committed = current.filter(CurrentDocument::asCommitted).isPresent();
		return new Read(document, this.ports.history().revision(), committed, EntryMap.of(document));
	}

	private static Kind kind(String name) {
		return Kind.find(name)
			.orElseThrow(() -> new InvalidRequestException("kind", "must be \"agents\" or \"tools\""));
	}

	private static ProblemException notFound(Kind kind, String id) {
		return new ProblemException(ProblemCode.ENTRY_NOT_FOUND,
				"The registry of %s has no entry \"%s\".".formatted(kind, id), Map.of("kind", kind.plural(), "id", id));
	}

	/**
	 * A registry as it was read.
	 *
	 * @param committed whether it is what was committed last
	 * @param map what of it is wanted
	 */
	private record Read(RegistryDocument document, Revision revision, boolean committed, EntryMap map) {

		private Read since(Optional<RegistryDocument> then) {
			return then
				.map((earlier) -> new Read(this.document, this.revision, this.committed,
						EntryMap.changes(earlier, this.document)))
				.orElse(this);
		}

	}

}
