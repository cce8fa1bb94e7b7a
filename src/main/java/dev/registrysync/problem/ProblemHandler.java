package dev.registrysync.problem;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.registrysync.problem.InvalidRequestException.MemberError;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Answers every failure of a call with a problem.
 */
@RestControllerAdvice
class ProblemHandler extends ResponseEntityExceptionHandler {

	private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

	@ExceptionHandler(ProblemException.class)
	ResponseEntity<ProblemDetail> problem(ProblemException failure) {
		ResponseEntity.BodyBuilder answer = ResponseEntity.status(failure.code().status())
			.contentType(MediaType.APPLICATION_PROBLEM_JSON);
		if (failure.code() == ProblemCode.TOO_MANY_REQUESTS || failure.code() == ProblemCode.DATABASE_UNAVAILABLE) {
			answer.header(HttpHeaders.RETRY_AFTER, "1");
		}
		return answer.body(ProblemDetails.of(failure));
	}

	/**
	 * The outermost net: whatever gets here is a mistake of ours, or needs more memory
	 * than there is.
	 */
	@ExceptionHandler(Exception.class)
	ResponseEntity<ProblemDetail> unexpected(Exception failure) {
		return ExhaustedHeap.find(failure).map(this::exhausted).orElseGet(() -> mistake(failure));
	}

	private ResponseEntity<ProblemDetail> exhausted(ProblemException failure) {
		log.warn("A call failed: {}: {}", failure.code().text(), failure.detail());
		return problem(failure);
	}

	private static ResponseEntity<ProblemDetail> mistake(Exception failure) {
		log.error("A call failed in an unexpected way", failure);
		return answer(
				ProblemDetails.of(ProblemCode.INTERNAL_ERROR, "Something went wrong inside the service.", Map.of()));
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException failure,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		return object(ProblemDetails.of(unreadable(failure.getMostSpecificCause())), headers);
	}

	private static ProblemException unreadable(Throwable cause) {
		if (cause instanceof UnrecognizedPropertyException unknown) {
			return new InvalidRequestException(path(unknown), "is not a member of this request");
		}
		if (cause instanceof StreamReadException broken) {
			String where = (broken.getLocation() != null) ? " at line %d, column %d"
				.formatted(broken.getLocation().getLineNr(), broken.getLocation().getColumnNr()) : "";
			return new ProblemException(ProblemCode.INVALID_REQUEST, "The body is not JSON%s.".formatted(where),
					Map.of("errors", List.of(new MemberError("", "the body is not JSON" + where))));
		}
		if (cause instanceof DatabindException mismatch) {
			return new InvalidRequestException(path(mismatch), "has the wrong type");
		}
		return new ProblemException(ProblemCode.INVALID_REQUEST, "The body cannot be read.");
	}

	private static String path(DatabindException failure) {
		String path = failure.getPath().stream().map(ProblemHandler::step).collect(Collectors.joining());
		return path.startsWith(".") ? path.substring(1) : path;
	}

	private static String step(JacksonException.Reference reference) {
		return (reference.getPropertyName() != null) ? "." + reference.getPropertyName()
				: "[" + reference.getIndex() + "]";
	}

	/**
	 * All other failures of Spring MVC: their status decides the code.
	 */
	@Override
	protected @Nullable ResponseEntity<Object> handleExceptionInternal(Exception failure, @Nullable Object body,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		@Nullable String detail = (failure instanceof ErrorResponse response) ? response.getBody().getDetail() : null;
		return object(
				ProblemDetails.of(code(status), (detail != null) ? detail : "The request cannot be served.", Map.of()),
				headers);
	}

	static ProblemCode code(HttpStatusCode status) {
		return switch (status.value()) {
			case 404 -> ProblemCode.NOT_FOUND;
			case 405 -> ProblemCode.METHOD_NOT_ALLOWED;
			case 408 -> ProblemCode.REQUEST_TIMEOUT;
			case 406 -> ProblemCode.NOT_ACCEPTABLE;
			case 413 -> ProblemCode.REQUEST_TOO_LARGE;
			case 415 -> ProblemCode.UNSUPPORTED_MEDIA_TYPE;
			default -> status.is4xxClientError() ? ProblemCode.INVALID_REQUEST : ProblemCode.INTERNAL_ERROR;
		};
	}

	private static ResponseEntity<Object> object(ProblemDetail problem, HttpHeaders headers) {
		return ResponseEntity.status(problem.getStatus())
			.headers(headers)
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(problem);
	}

	private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem) {
		return ResponseEntity.status(problem.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
	}

}
