package dev.registrysync.events;

import java.util.Optional;

import dev.registrysync.problem.Fails;
import dev.registrysync.problem.InvalidRequestException;
import dev.registrysync.problem.ProblemCode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import dev.registrysync.security.CallerId;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Follows the change feed.
 */
@RestController
@Tag(name = "Events", description = "Follow what changes.")
class EventsController {

	private final ChangeFeed feed;

	private final FeedReaders readers;

	EventsController(ChangeFeed feed, FeedReaders readers) {
		this.feed = feed;
		this.readers = readers;
	}

	@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	@Operation(operationId = "followEvents", summary = "Follow the changes of the registry", description = """
			A stream of Server-Sent Events that does not end: one event "change" for each committed change of \
			an entry, in order, each once. Its id is <revision>-<change>. Send the id of the last event that you \
			have as Last-Event-ID, as browsers do by themselves, and the stream goes on behind it without a gap; \
			without it the stream begins now; 0-0 is the beginning. Comments show that the connection lives.""")
	@ApiResponse(responseCode = "200", description = "The stream",
			content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE, schema = @Schema(type = "string"),
					examples = @ExampleObject("events/stream.txt")))
	@Fails(value = ProblemCode.INVALID_REQUEST, when = "Last-Event-ID is none of our ids")
	@Fails(ProblemCode.EVENTS_COMPACTED)
	@Fails(ProblemCode.TOO_MANY_READERS)
	ResponseEntity<SseEmitter> follow(
			@Parameter(description = "The id of the last event that you have, as in `42-1`.") @RequestHeader(
					name = "Last-Event-ID", required = false) @Nullable String lastEventId,
			HttpServletRequest request) {
		Position from = Optional.ofNullable(lastEventId).map(EventsController::position).orElseGet(this.feed::end);
		return ResponseEntity.ok()
			.cacheControl(CacheControl.noStore())
			.header("X-Accel-Buffering", "no")
			.body(this.readers.open(from, CallerId.of(request)));
	}

	private static Position position(String text) {
		return Position.find(text)
			.orElseThrow(() -> new InvalidRequestException("Last-Event-ID", "must be an event's id, as in \"42-1\""));
	}

}
